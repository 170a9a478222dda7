import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { PlainBrowser } from '../support/server.js';

/** A small sample here; `npm run soak -- crash` runs the full count. */
const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 4);
const WORDS_PER_ROUND = 6;

let running: ChildProcess | undefined;
afterAll(() => running?.kill('SIGKILL'));

/** Starts the compiled server and waits until it says where it is. */
async function start(folder: string): Promise<string> {
  const server = spawn(process.execPath, ['dist/main.js'], {
    env: { ...process.env, PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running = server;
  let said = '';
  return new Promise((ready, failed) => {
    server.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const address = /Parents: +(http:\S+)\//.exec(said)?.[1];
      if (address) ready(address.replace('localhost', '127.0.0.1'));
    });
    server.once('exit', (code) => failed(new Error(`The server ended with ${code}: ${said}`)));
  });
}

describe('the server killed with -9 in the middle of a talk', () => {
  test(`loses no word it acknowledged and says none twice, ${ROUNDS} times`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'elternbruecke-'));
    let parent = new PlainBrowser(await start(folder));
    await parent.get('/chat?lang=tr');
    await parent.press('choice', 'skip');
    await parent.press('command', 'ask_moderator');
    await parent.press('choice', 'skip');
    await parent.press('choice', 'leave_message');
    await parent.press('text', 'İlk mesajım');
    await parent.press('choice', 'granted');
    await parent.press('choice', 'without_number');

    const wanted: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const kill = setTimeout(() => running?.kill('SIGKILL'), 4 + 5 * ((round * 7) % 11));
      for (let word = 0; word < WORDS_PER_ROUND; word++) {
        const text = `soz-${round}-${word}.`;
        wanted.push(text);
        const activity = randomUUID();
        for (;;) {
          const csrf = /name="csrf" value="([^"]+)"/.exec(parent.html)?.[1] ?? '';
          const sent = await parent.post('/chat', { activity, csrf, text }).then(
            ({ status }) => status === 200,
            () => false,
          );
          if (sent) break;
          // Not acknowledged: the server is started again and the very same activity sent once more.
          clearTimeout(kill);
          running?.kill('SIGKILL');
          parent = parent.at(await start(folder));
        }
      }
      clearTimeout(kill);
      running?.kill('SIGKILL');
      parent = parent.at(await start(folder));
    }

    await parent.get('/my-data?lang=tr');
    const kept = [...parent.html.matchAll(/soz-\d+-\d+\./g)].map(([word]) => word);
    // The page shows the newest hundred messages; among them every word stands once and in order.
    expect(kept).toEqual(wanted.slice(-kept.length));
    expect(kept.length).toBeGreaterThanOrEqual(Math.min(wanted.length, 90));
  }, 600_000);
});
