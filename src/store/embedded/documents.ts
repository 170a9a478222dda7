import { DatabaseSync } from '@photostructure/sqlite';
import { applyChange, meets } from '../change.js';
import type { Collection, CollectionSpec, Document, Documents, Query } from '../documents.js';
import { asStoreError, createGroupCommit, type Database, type GroupCommit } from './group-commit.js';

const BUSY_MS = 5_000;
/** A conversation with fifty answers to go back to fits on one page; one that spills over costs half as much again with every turn. */
const PAGE_BYTES = 8192;

type Column = string | number | null;
type Statement = ReturnType<Database['prepare']>;

/**
 * SQLite in one file: WAL, fsync before every acknowledgement, one table a collection with a column for each searched field. Reads have a connection of
 * their own: it sees what is committed, and so durable, and nothing else, and never waits for a group of writes.
 */
export function embeddedDocuments({ path }: { readonly path: string }): Documents {
  const database = new DatabaseSync(path);
  database.exec(
    `PRAGMA page_size = ${PAGE_BYTES}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = ${BUSY_MS}; PRAGMA secure_delete = ON`,
  );
  const reader = new DatabaseSync(path);
  reader.exec(`PRAGMA query_only = ON; PRAGMA busy_timeout = ${BUSY_MS}`);
  const group = createGroupCommit(database);
  return {
    collection: (spec) => embeddedCollection({ database, reader, group }, spec),
    async prepare(specs) {
      for (const spec of specs) createTable(database, spec);
    },
    async ping() {
      await read(() => reader.prepare('SELECT 1').get());
    },
    async close() {
      await group.write(() => undefined);
      reader.close();
      database.close();
    },
  };
}

async function read<T>(query: () => T): Promise<T> {
  try {
    return query();
  } catch (error) {
    throw asStoreError(error);
  }
}

/** Statements prepared once each. */
function statements(database: Database): (sql: string) => Statement {
  const prepared = new Map<string, Statement>();
  return (sql) => {
    const known = prepared.get(sql) ?? database.prepare(sql);
    prepared.set(sql, known);
    return known;
  };
}

/** Field names are ours, never a caller's; still only plain ones become part of a statement. */
function name(field: string): string {
  if (!/^[a-zA-Z_]\w*$/.test(field)) throw new RangeError(`Not a field name: ${field}`);
  return `"${field}"`;
}

function createTable(database: Database, { name: table, indexes }: CollectionSpec): void {
  const columns = indexes.map(({ field }) => `, ${name(field)}`).join('');
  database.exec(`CREATE TABLE IF NOT EXISTS ${name(table)} (id TEXT PRIMARY KEY, doc TEXT NOT NULL${columns})`);
  for (const { field, unique } of indexes) {
    database.exec(`CREATE ${unique ? 'UNIQUE ' : ''}INDEX IF NOT EXISTS ${name(`${table}_${field}`)} ON ${name(table)} (${name(field)})`);
  }
}

interface Connections {
  readonly database: Database;
  readonly reader: Database;
  readonly group: GroupCommit;
}

function embeddedCollection<D extends Document>({ database, reader, group }: Connections, spec: CollectionSpec): Collection<D> {
  const table = name(spec.name);
  const fields = spec.indexes.map(({ field }) => field);
  const [writing, reading] = [statements(database), statements(reader)];
  const columnsOf = (document: Document): Column[] => fields.map((field) => column(document[field]));
  const getSql = `SELECT doc FROM ${table} WHERE id = ?`;
  const insertSql = `INSERT INTO ${table} (id, doc${fields.map((field) => `, ${name(field)}`).join('')}) VALUES (?, ?${', ?'.repeat(fields.length)})`;
  const updateSql = `UPDATE ${table} SET doc = ?${fields.map((field) => `, ${name(field)} = ?`).join('')} WHERE id = ?`;

  function load(from: (sql: string) => Statement, id: string): D | undefined {
    const row = from(getSql).get(id);
    return row === undefined ? undefined : parse<D>(row);
  }

  return {
    get: (id) => read(() => load(reading, id)),
    insert: (document, applied) =>
      group.write(() => {
        try {
          writing(insertSql).run(document.id, JSON.stringify(document), ...columnsOf(document));
        } catch (error) {
          if (isTaken(error)) return 'exists';
          throw error;
        }
        applied?.();
        return 'inserted';
      }),
    update: (id, change, applied) =>
      group.write(() => {
        const before = load(writing, id);
        if (!before || !meets(before, change.where)) return 'missed';
        const after = applyChange(before, change);
        writing(updateSql).run(JSON.stringify(after), ...columnsOf(after), id);
        applied?.();
        return 'updated';
      }),
    remove: (id, where) =>
      group.write(() => {
        const before = load(writing, id);
        if (!before || !meets(before, where)) return false;
        writing(`DELETE FROM ${table} WHERE id = ?`).run(id);
        return true;
      }),
    find: (query) =>
      read(() => {
        const { sql, values } = select(table, query);
        return reading(sql)
          .all(...values)
          .map((row: unknown) => parse<D>(row));
      }),
    count: (equals) =>
      read(() => {
        const where = conditions({ equals, limit: 0 });
        const row = reading(`SELECT count(*) AS found FROM ${table}${where.sql}`).get(...where.values);
        return Number(readField(row, 'found'));
      }),
  };
}

function select(table: string, query: Query): { sql: string; values: Column[] } {
  const where = conditions(query);
  const direction = query.descending ? ' DESC' : '';
  const order = query.orderBy && query.orderBy !== 'id' ? `${name(query.orderBy)}${direction}, id${direction}` : `id${direction}`;
  return { sql: `SELECT doc FROM ${table}${where.sql} ORDER BY ${order} LIMIT ?`, values: [...where.values, query.limit] };
}

function conditions({ equals = {}, range }: Query): { sql: string; values: Column[] } {
  const parts = Object.entries(equals).map(([field, value]): [string, Column] => [`${name(field)} = ?`, column(value)]);
  if (range?.above !== undefined) parts.push([`${name(range.field)} > ?`, range.above]);
  if (range?.below !== undefined) parts.push([`${name(range.field)} < ?`, range.below]);
  if (range && range.above === undefined && range.below === undefined) throw new RangeError(`A range over ${range.field} without ends`);
  return { sql: parts.length > 0 ? ` WHERE ${parts.map(([sql]) => sql).join(' AND ')}` : '', values: parts.map(([, value]) => value) };
}

/** SQLite has no booleans; absent and null are one. */
function column(value: Document[string]): Column {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

function readField(row: unknown, field: string): unknown {
  return typeof row === 'object' && row !== null && field in row ? Reflect.get(row, field) : undefined;
}

/** What stands in `doc` was written by this adapter. */
function parse<D>(row: unknown): D {
  return JSON.parse(String(readField(row, 'doc')));
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && /UNIQUE constraint failed/.test(error.message);
}
