import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/errors.js';
import { embeddedDocuments } from '../../src/store/embedded/documents.js';
import { takeServerLock } from '../../src/store/embedded/server-lock.js';
import { describeDocuments } from './documents.contract.js';

const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 5);
const folder = () => mkdtempSync(join(tmpdir(), 'elternbruecke-'));

describeDocuments('embedded', async () => embeddedDocuments({ path: join(folder(), 'data.sqlite') }));

/** Runs a few lines against the compiled adapter in a process of its own. */
function child(lines: string): ChildProcess {
  expect(existsSync('dist/store/embedded/documents.js'), 'run npm run build first').toBe(true);
  return spawn(process.execPath, ['--input-type=module', '-e', lines], { stdio: ['ignore', 'pipe', 'inherit'] });
}

describe('killed with -9', () => {
  const spec = { name: 'acked', indexes: [] };

  test(`loses nothing it acknowledged, and opens again, ${ROUNDS} times`, async () => {
    const path = join(folder(), 'data.sqlite');
    const acknowledged: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const writer = child(`
        const { embeddedDocuments } = await import(${JSON.stringify(resolve('dist/store/embedded/documents.js'))});
        const documents = embeddedDocuments({ path: ${JSON.stringify(path)} });
        await documents.prepare([${JSON.stringify(spec)}]);
        const rows = documents.collection(${JSON.stringify(spec)});
        for (let n = 0; ; n++) await Promise.all(Array.from({ length: 8 }, async (_, i) => {
          const id = '${round}-' + n + '-' + i;
          await rows.insert({ id });
          process.stdout.write(id + '\\n');
        }));`);
      const lines = createInterface({ input: writer.stdout ?? process.stdin });
      let seen = 0;
      for await (const id of lines) {
        acknowledged.push(id);
        if (++seen === 60 + 37 * round) writer.kill('SIGKILL');
      }
    }
    const documents = embeddedDocuments({ path });
    await documents.prepare([spec]);
    const rows = documents.collection(spec);
    const lost = (await Promise.all(acknowledged.map((id) => rows.get(id)))).filter((row) => row === undefined);
    expect(acknowledged.length).toBeGreaterThan(60 * ROUNDS);
    expect(lost).toEqual([]);
  });
});

describe('the server lock', () => {
  test('keeps a second server away, and a killed one lets go at once', async () => {
    const path = join(folder(), 'server.lock');
    const holder = child(`
      const { takeServerLock } = await import(${JSON.stringify(resolve('dist/store/embedded/server-lock.js'))});
      takeServerLock(${JSON.stringify(path)});
      console.log('held');
      setInterval(() => {}, 1000);`);
    await new Promise((held) => holder.stdout?.once('data', held));
    expect(() => takeServerLock(path)).toThrow(ConfigError);
    holder.kill('SIGKILL');
    await new Promise((ended) => holder.once('exit', ended));
    expect(() => takeServerLock(path)).not.toThrow();
  });
});
