import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.js';
import { sweep } from '../../src/effects/sweep.js';
import { assemble, openKeys, openStores } from '../../src/parts.js';
import { CONVERSATIONS } from '../../src/store/conversations.js';
import { LEASE_MS } from '../../src/turn/handle-turn.js';
import { content } from '../support/guide.js';
import { mongoWireMissing, REAL_PARTS, startMongoWire } from '../support/mongo-wire.js';
import { PlainBrowser } from '../support/server.js';
import { killAll, type ServerProcess, startProcess } from '../support/server-process.js';

/** A small sample here; `npm run soak -- crash` runs the full count. */
const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 4);
const MINUTES = 60_000;
type Environment = { [setting: string]: string };

/** When the server dies: at any moment, right after a turn is durable, or in the middle of carrying it out. */
const DEATHS = ['random', 'commit', 'log'] as const;

const stops: (() => void)[] = [];
afterAll(() => {
  killAll();
  for (const stop of stops) stop();
});

/** A server that dies again and again; each start chooses anew when. */
class MortalServer {
  deaths = 0;
  private starts = 0;
  private running: ServerProcess | undefined;
  private kill: NodeJS.Timeout | undefined;

  constructor(
    private readonly death: (typeof DEATHS)[number],
    private readonly environment: Environment,
  ) {}

  /** Starts it, however often it dies while starting. */
  async start(): Promise<string> {
    for (;;) {
      this.starts += 1;
      const placed = { ...this.environment, DIE_AFTER: this.death, DIE_AT: String(1 + (this.starts % 5)) };
      this.running = await (this.death === 'random'
        ? startProcess(this.environment)
        : startProcess(placed, 'test/support/dying-server.mjs')
      ).catch(() => undefined);
      if (this.running) break;
      this.deaths += 1;
    }
    if (this.death === 'random') this.kill = setTimeout(() => this.running?.kill(), 4 + 20 * ((this.starts * 7) % 11));
    return this.running.url;
  }

  async restart(): Promise<string> {
    clearTimeout(this.kill);
    await this.running?.kill();
    this.deaths += 1;
    return this.start();
  }

  async end(): Promise<void> {
    clearTimeout(this.kill);
    await this.running?.kill();
  }
}

/** Sends one thing until it is acknowledged, with the same activity id each time, as the page does. */
async function insist(server: MortalServer, parent: PlainBrowser, fields: { [name: string]: string }): Promise<PlainBrowser> {
  const activity = randomUUID();
  for (let browser = parent; ; browser = browser.at(await server.restart())) {
    const csrf = /name="csrf" value="([^"]+)"/.exec(browser.html)?.[1] ?? '';
    const acknowledged = await browser.post('/chat', { activity, csrf, ...fields }).then(
      ({ status }) => status === 200,
      () => false,
    );
    if (acknowledged) return browser;
  }
}

/** A parent who left a message and goes on writing and pressing while the server dies; what she had acknowledged is compared with what is kept. */
async function liveThrough(death: (typeof DEATHS)[number], environment: Environment): Promise<void> {
  const calm = await startProcess(environment);
  let parent = new PlainBrowser(calm.url);
  await parent.get('/chat?lang=tr');
  for (const [name, value] of [
    ['choice', 'skip'],
    ['command', 'ask_moderator'],
    ['choice', 'skip'],
    ['choice', 'leave_message'],
    ['text', 'İlk mesajım'],
    ['choice', 'granted'],
    ['choice', 'without_number'],
    ['choice', 'noted'],
  ] as const)
    await parent.press(name, value);
  await calm.kill();

  const server = new MortalServer(death, environment);
  parent = parent.at(await server.start());
  const words: string[] = ['İlk mesajım'];
  let presses = 0;
  while (server.deaths < ROUNDS) {
    const text = `söz ${words.length}`;
    parent = await insist(server, parent, { text });
    words.push(text);
    parent = await insist(server, parent, { command: 'menu' });
    presses += 1;
  }
  await server.end();

  const config = readConfig(environment);
  const stores = await openStores(config);
  const parts = await assemble({ config, content, stores, ring: openKeys(config), now: Date.now });
  // As after the last lease has run out.
  while ((await sweep(parts.conversations, parts.carryOut, parts.now, Date.now() + 2 * LEASE_MS)) > 0);
  const [{ id = '' } = {}] = await stores.documents.collection(CONVERSATIONS).find({ limit: 1 });
  const kept = await parts.conversations.load(id);
  const log = await parts.messages.after(id, 0, 100_000);
  await stores.documents.close();
  await stores.keys.close();

  expect(kept?.owed).toEqual([]);
  expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: kept?.lastSeq ?? 0 }, (_, index) => index + 1));
  const written = log.flatMap(({ body }) => (body.kind === 'written' ? [body.text] : []));
  expect(written).toEqual(words.slice(1));
  const menus = log.filter(({ body }) => body.kind === 'said' && body.sender === 'bot' && body.textKey.startsWith('all-topics.'));
  // Two stood there before: after the first question, and after the message was left.
  expect(menus).toHaveLength(presses + 2);
}

describe.each(DEATHS)('the server killed with -9 (%s)', (death) => {
  test(
    `over the embedded store: no acknowledged word lost, none said twice, ${ROUNDS} deaths`,
    async () => {
      await liveThrough(death, { DATA_DIR: mkdtempSync(join(tmpdir(), 'elternbruecke-')), LOG_LEVEL: 'silent' });
    },
    30 * MINUTES,
  );

  test.skipIf(mongoWireMissing() !== undefined && !REAL_PARTS)(
    `over MongoDB: no acknowledged word lost, none said twice, ${ROUNDS} deaths`,
    async () => {
      const mongo = await startMongoWire();
      stops.push(mongo.stop);
      await liveThrough(death, {
        DATA_DIR: mkdtempSync(join(tmpdir(), 'elternbruecke-')),
        LOG_LEVEL: 'silent',
        STORE_URL: mongo.url,
      });
    },
    30 * MINUTES,
  );
});
