import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sweep } from '../../src/effects/sweep.js';
import { mongoDocuments } from '../../src/store/mongo/documents.js';
import { LEASE_MS } from '../../src/turn/handle-turn.js';
import { type MongoWire, mongoWireMissing, REAL_PARTS, startMongoWire } from '../support/mongo-wire.js';
import { presentModerator, type TestParts, testClock, testParts } from '../support/parts.js';
import { askForPerson, openTalk } from '../support/talk.js';

describe.skipIf(mongoWireMissing() !== undefined && !REAL_PARTS)('two nodes on one MongoDB', () => {
  let server: MongoWire;
  let one: TestParts;
  let other: TestParts;
  const clock = testClock();

  async function node(keyFile: string): Promise<TestParts> {
    const options = { url: server.url, timeoutMs: 5000 };
    const stores = {
      documents: mongoDocuments({ ...options, database: 'shared' }),
      keys: mongoDocuments({ ...options, database: 'shared_keys' }),
    };
    return testParts({ stores, clock, keyFile, settings: { STORE_URL: server.url } });
  }

  beforeAll(async () => {
    server = await startMongoWire();
    const keyFile = join(mkdtempSync(join(tmpdir(), 'elternbruecke-')), 'keys');
    one = await node(keyFile);
    other = await node(keyFile);
  }, 300_000);
  afterAll(async () => {
    await Promise.all([one, other].flatMap((parts) => [parts?.stores.documents.close(), parts?.stores.keys.close()]));
    server?.stop();
  });

  test('of two claims at once, one on each node, one wins; 20 rounds', async () => {
    const [ayse, eleni] = [await presentModerator(one), await presentModerator(other)];
    for (let round = 0; round < 20; round++) {
      const talk = await openTalk(one);
      await askForPerson(talk);
      const [request] = await one.requests.ofConversation(talk.id);
      const requestId = request?.id ?? '';
      const claims = [one.desk.claim(ayse.person, requestId, randomUUID()), other.desk.claim(eleni.person, requestId, randomUUID())];
      expect((await Promise.all(claims)).sort()).toEqual(['done', 'lost']);
      const owner = (await one.requests.get(requestId))?.owner;
      expect([ayse.person.id, eleni.person.id]).toContain(owner);
      expect((await one.conversations.load(talk.id))?.state.moderatorId).toBe(owner);
    }
  });

  test('words written on both nodes at once all arrive, once, in one order', async () => {
    const { person } = await presentModerator(one);
    const talk = await openTalk(one);
    await askForPerson(talk);
    const requestId = (await one.requests.ofConversation(talk.id))[0]?.id ?? '';
    await one.desk.claim(person, requestId, randomUUID());
    const parent = Array.from({ length: 5 }, (_, index) =>
      one.handleTurn({ id: randomUUID(), conversationId: talk.id, done: { kind: 'text', text: `söz ${index}` } }),
    );
    const moderator = Array.from({ length: 5 }, (_, index) =>
      other.desk.act(person, requestId, randomUUID(), { did: 'said', text: `cevap ${index}` }),
    );
    await Promise.all([...parent, ...moderator]);
    const read = async (parts: TestParts) =>
      (await parts.messages.after(talk.id, 0, 200)).map(({ seq, body }) => `${seq} ${body.kind === 'written' ? body.text : body.textKey}`);
    const [here, there] = [await read(one), await read(other)];
    expect(here).toEqual(there);
    const written = here.filter((line) => /söz|cevap/.test(line));
    expect(written).toHaveLength(10);
    expect(new Set(written.map((line) => line.replace(/^\d+ /, ''))).size).toBe(10);
  });

  test('what one node committed and never carried out, the other finishes', async () => {
    const talk = await openTalk(one);
    const stored = await one.conversations.load(talk.id);
    if (!stored) throw new Error('The talk was not stored');
    const effect = { kind: 'say', sender: 'note', locale: 'tr', textKey: 'common.place_is_gone', values: {} } as const;
    await one.conversations.commit({
      conversationId: talk.id,
      activityId: 'dies-here',
      before: stored,
      address: stored.address,
      state: stored.state,
      owes: [{ id: '99-0', seq: stored.lastSeq + 1, at: clock.now(), effect }],
      lastSeq: stored.lastSeq + 1,
      now: clock.now(),
      expiresAt: clock.now() + 1e9,
      leaseUntil: clock.now() + LEASE_MS,
    });
    clock.forward(LEASE_MS + 1);
    const finished = await Promise.all([
      sweep(one.conversations, one.carryOut, clock.now),
      sweep(other.conversations, other.carryOut, clock.now),
    ]);
    expect(finished.reduce((sum, count) => sum + count)).toBe(1);
    expect((await other.messages.after(talk.id, stored.lastSeq, 10)).map(({ body }) => body.kind === 'said' && body.textKey)).toEqual([
      'common.place_is_gone',
    ]);
  });
});
