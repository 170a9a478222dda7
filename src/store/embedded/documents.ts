import { DatabaseSync } from '@photostructure/sqlite';
import { applyChange, meets } from '../change.js';
import type { Collection, CollectionSpec, Document, Documents, Query } from '../documents.js';
import { createGroupCommit, type Database, type GroupCommit } from './group-commit.js';

const BUSY_MS = 5_000;

type Column = string | number | null;
type Statement = ReturnType<Database['prepare']>;

/** SQLite in one file: WAL, fsync before every acknowledgement, one table a collection with a column for each searched field. */
export function embeddedDocuments({ path }: { readonly path: string }): Documents {
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = ${BUSY_MS}; PRAGMA secure_delete = ON`);
  const group = createGroupCommit(database);
  return {
    collection: (spec) => embeddedCollection(database, group, spec),
    async prepare(specs) {
      for (const spec of specs) createTable(database, spec);
    },
    async ping() {
      await group.read(() => database.prepare('SELECT 1').get());
    },
    async close() {
      await group.read(() => undefined);
      database.close();
    },
  };
}

/** Field names are ours, never a caller's; still only plain ones become part of a statement. */
function name(field: string): string {
  if (!/^[a-zA-Z_]\w*$/.test(field)) throw new RangeError(`Not a field name: ${field}`);
  return `"${field}"`;
}

function createTable(database: Database, { name: table, indexes }: CollectionSpec): void {
  const columns = indexes.map(({ field }) => `, ${name(field)}`).join('');
  database.exec(`CREATE TABLE IF NOT EXISTS ${name(table)} (id TEXT PRIMARY KEY, doc TEXT NOT NULL${columns}) WITHOUT ROWID`);
  for (const { field, unique } of indexes) {
    database.exec(`CREATE ${unique ? 'UNIQUE ' : ''}INDEX IF NOT EXISTS ${name(`${table}_${field}`)} ON ${name(table)} (${name(field)})`);
  }
}

function embeddedCollection<D extends Document>(database: Database, group: GroupCommit, spec: CollectionSpec): Collection<D> {
  const table = name(spec.name);
  const fields = spec.indexes.map(({ field }) => field);
  const prepared = new Map<string, Statement>();
  const statement = (sql: string): Statement => {
    const known = prepared.get(sql) ?? database.prepare(sql);
    prepared.set(sql, known);
    return known;
  };
  const columnsOf = (document: Document): Column[] => fields.map((field) => column(document[field]));
  const insertSql = `INSERT INTO ${table} (id, doc${fields.map((field) => `, ${name(field)}`).join('')}) VALUES (?, ?${', ?'.repeat(fields.length)})`;
  const updateSql = `UPDATE ${table} SET doc = ?${fields.map((field) => `, ${name(field)} = ?`).join('')} WHERE id = ?`;

  function load(id: string): D | undefined {
    const row = statement(`SELECT doc FROM ${table} WHERE id = ?`).get(id);
    return row === undefined ? undefined : parse<D>(row);
  }

  return {
    get: (id) => group.read(() => load(id)),
    insert: (document) =>
      group.write(() => {
        try {
          statement(insertSql).run(document.id, JSON.stringify(document), ...columnsOf(document));
          return 'inserted';
        } catch (error) {
          if (isTaken(error)) return 'exists';
          throw error;
        }
      }),
    update: (id, change) =>
      group.write(() => {
        const before = load(id);
        if (!before || !meets(before, change.where)) return 'missed';
        const after = applyChange(before, change);
        statement(updateSql).run(JSON.stringify(after), ...columnsOf(after), id);
        return 'updated';
      }),
    remove: (id, where) =>
      group.write(() => {
        const before = load(id);
        if (!before || !meets(before, where)) return false;
        statement(`DELETE FROM ${table} WHERE id = ?`).run(id);
        return true;
      }),
    find: (query) =>
      group.read(() => {
        const { sql, values } = select(table, query);
        return statement(sql)
          .all(...values)
          .map((row: unknown) => parse<D>(row));
      }),
    count: (equals) =>
      group.read(() => {
        const where = conditions({ equals, limit: 0 });
        const row = statement(`SELECT count(*) AS found FROM ${table}${where.sql}`).get(...where.values);
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
  return typeof row === 'object' && row !== null ? Object.entries(row).find(([key]) => key === field)?.[1] : undefined;
}

/** What stands in `doc` was written by this adapter. */
function parse<D>(row: unknown): D {
  return JSON.parse(String(readField(row, 'doc')));
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && /UNIQUE constraint failed/.test(error.message);
}
