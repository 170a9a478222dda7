import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { StoreError } from '../../src/errors.js';
import { mongoDocuments } from '../../src/store/mongo/documents.js';
import { type MongoWire, mongoWireMissing, REAL_PARTS, startMongoWire } from '../support/mongo-wire.js';
import { describeDocuments } from './documents.contract.js';

const missing = mongoWireMissing();
if (missing && !REAL_PARTS) console.warn(`\nSKIPPED: the MongoDB tests: ${missing}.\n`);

describe.skipIf(missing !== undefined && !REAL_PARTS)('with a MongoDB-wire server', () => {
  let server: MongoWire;
  beforeAll(async () => {
    server = await startMongoWire();
  }, 300_000);
  afterAll(() => server?.stop());

  let database = 0;
  describeDocuments('mongo', async () => mongoDocuments({ url: server.url, database: `test_${++database}`, timeoutMs: 2000 }));

  test('every write asks for the majority and the journal', async () => {
    const writes: { name: string; concern: unknown }[] = [];
    const documents = mongoDocuments({
      url: server.url,
      database: 'concern',
      timeoutMs: 2000,
      monitor: (client) =>
        client.on('commandStarted', ({ commandName, command }) => {
          if (['insert', 'update', 'delete', 'findAndModify', 'createIndexes'].includes(commandName))
            writes.push({ name: commandName, concern: command.writeConcern });
        }),
    });
    const spec = { name: 'rows', indexes: [{ field: 'kind' }] };
    await documents.prepare([spec]);
    const rows = documents.collection(spec);
    await rows.insert({ id: '1' });
    await rows.update('1', { set: { kind: 'x' } });
    await rows.remove('1');
    await documents.close();
    expect(new Set(writes.map(({ name }) => name))).toEqual(new Set(['createIndexes', 'insert', 'update', 'delete']));
    for (const { concern } of writes) expect(concern).toMatchObject({ w: 'majority', j: true });
  });
});

test('a MongoDB that is not there is a StoreError, soon', async () => {
  const documents = mongoDocuments({ url: 'mongodb://127.0.0.1:9/', database: 'x', timeoutMs: 300 });
  await expect(documents.ping()).rejects.toBeInstanceOf(StoreError);
  await documents.close();
});
