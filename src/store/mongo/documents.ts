import { type Filter, MongoClient, type Collection as MongoCollection, MongoServerError } from 'mongodb';
import { StoreError } from '../../errors.js';
import type { Change, Collection, CollectionSpec, Document, Documents, Query } from '../documents.js';

const DUPLICATE_KEY = 11_000;
/** Acknowledged by the majority and in the journal, whatever the server's default is (security.md R-DUR-01). */
const DURABLE = { w: 'majority', journal: true } as const;

interface MongoOptions {
  readonly url: string;
  readonly database: string;
  /** A store that does not answer within this time is away. */
  readonly timeoutMs: number;
  /** Command events, for tests that look at what goes over the wire. */
  readonly monitor?: (client: MongoClient) => void;
}

/** A row on the wire: our `id` is its `_id`. */
interface Row {
  readonly _id: string;
  [field: string]: unknown;
}

/** MongoDB, or any server that speaks its wire protocol. One call is one document, so nothing needs a transaction. */
export function mongoDocuments({ url, database, timeoutMs, monitor }: MongoOptions): Documents {
  const client = new MongoClient(url, {
    writeConcern: DURABLE,
    serverSelectionTimeoutMS: timeoutMs,
    connectTimeoutMS: timeoutMs,
    socketTimeoutMS: 2 * timeoutMs,
    retryWrites: false,
    monitorCommands: monitor !== undefined,
    ignoreUndefined: true,
  });
  monitor?.(client);
  const db = client.db(database);
  return {
    collection: (spec) => mongoCollection(db.collection<Row>(spec.name)),
    async prepare(specs) {
      await guarded(() => Promise.all(specs.map((spec) => createIndexes(db.collection<Row>(spec.name), spec))));
    },
    async ping() {
      await guarded(() => db.command({ ping: 1 }));
    },
    async close() {
      await client.close();
    },
  };
}

/** A unique index is sparse: documents without the field do not clash. */
async function createIndexes(rows: MongoCollection<Row>, { indexes }: CollectionSpec): Promise<void> {
  for (const { field, unique } of indexes) await rows.createIndex({ [field]: 1 }, unique ? { unique: true, sparse: true } : {});
}

function mongoCollection<D extends Document>(rows: MongoCollection<Row>): Collection<D> {
  return {
    async get(id) {
      const row = await guarded(() => rows.findOne({ _id: id }));
      return row ? fromRow<D>(row) : undefined;
    },
    async insert(document, applied) {
      const { id, ...fields } = document;
      try {
        await rows.insertOne({ _id: id, ...fields });
      } catch (error) {
        if (isTaken(error)) return 'exists';
        throw away(error);
      }
      applied?.();
      return 'inserted';
    },
    async update(id, change, applied) {
      const changes = operators(change);
      // MongoDB refuses an update that changes nothing; what is left of it is the guard.
      const holds =
        Object.keys(changes).length === 0
          ? (await guarded(() => rows.findOne(guard(id, change.where)))) !== null
          : (await guarded(() => rows.updateOne(guard(id, change.where), changes))).matchedCount === 1;
      if (!holds) return 'missed';
      applied?.();
      return 'updated';
    },
    async remove(id, where) {
      const { deletedCount } = await guarded(() => rows.deleteOne(guard(id, where)));
      return deletedCount === 1;
    },
    async find(query) {
      const field = query.orderBy && query.orderBy !== 'id' ? query.orderBy : '_id';
      const direction = query.descending ? -1 : 1;
      const order: [string, 1 | -1][] =
        field === '_id'
          ? [['_id', direction]]
          : [
              [field, direction],
              ['_id', direction],
            ];
      const found = await guarded(() => rows.find(filterOf(query)).sort(order).limit(query.limit).toArray());
      return found.map((row) => fromRow<D>(row));
    },
    async count(equals) {
      return guarded(() => rows.countDocuments(filterOf({ equals, limit: 0 })));
    },
  };
}

/** `null` in a filter matches absent and null alike, as the port wants it. */
function guard(id: string, where: Change['where']): Filter<Row> {
  return { ...where, _id: id };
}

function operators({ set = {}, unset = [], inc = {} }: Change): Record<string, Record<string, unknown>> {
  return {
    ...(Object.keys(set).length > 0 ? { $set: set } : {}),
    ...(unset.length > 0 ? { $unset: Object.fromEntries(unset.map((path) => [path, ''])) } : {}),
    ...(Object.keys(inc).length > 0 ? { $inc: inc } : {}),
  };
}

function filterOf({ equals = {}, range }: Query): Filter<Row> {
  if (!range) return { ...equals };
  const ends = { ...(range.above === undefined ? {} : { $gt: range.above }), ...(range.below === undefined ? {} : { $lt: range.below }) };
  return { ...equals, [range.field === 'id' ? '_id' : range.field]: ends };
}

/** What was written through this port comes back in the same shape. */
function fromRow<D extends Document>({ _id, ...fields }: Row): D {
  return JSON.parse(JSON.stringify({ id: _id, ...fields }));
}

async function guarded<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw away(error);
  }
}

function away(cause: unknown): StoreError {
  return new StoreError('MongoDB did not answer as it should.', { cause });
}

function isTaken(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === DUPLICATE_KEY;
}
