import { applyChange, meets } from '../change.js';
import type { Collection, CollectionSpec, Document, Documents, Query } from '../documents.js';
import { createSortedIds, type SortedIds } from './sorted-ids.js';

/** Nothing is durable here: for tests, and as the floor of the benchmark. */
export function memoryDocuments(): Documents {
  const tables = new Map<string, Table>();
  return {
    collection<D extends Document>(spec: CollectionSpec): Collection<D> {
      const table: Table = tables.get(spec.name) ?? { rows: new Map(), ids: createSortedIds() };
      tables.set(spec.name, table);
      return memoryCollection<D>(spec, table);
    },
    async prepare() {},
    async ping() {},
    async close() {},
  };
}

interface Table {
  readonly rows: Map<string, Document>;
  readonly ids: SortedIds;
}

function memoryCollection<D extends Document>(spec: CollectionSpec, { rows, ids }: Table): Collection<D> {
  const unique = spec.indexes.filter((index) => index.unique).map(({ field }) => field);
  const taken = (document: Document) =>
    unique.some(
      (field) =>
        document[field] !== undefined && [...rows.values()].some((row) => row.id !== document.id && row[field] === document[field]),
    );
  // Rows are replaced as a whole and never changed in place; copies go out, so that callers cannot reach in.
  const out = (row: Document): D => structuredClone(row) as D;
  const candidates = ({ range }: Query): Document[] => {
    if (range?.field !== 'id') return [...rows.values()];
    const [above, below] = [range.above, range.below].map((end) => (end === undefined ? undefined : String(end)));
    return ids.between(above, below).flatMap((id) => rows.get(id) ?? []);
  };

  return {
    async get(id) {
      const row = rows.get(id);
      return row && out(row);
    },
    async insert(document, applied) {
      if (rows.has(document.id) || taken(document)) return 'exists';
      rows.set(document.id, structuredClone(document));
      ids.add(document.id);
      applied?.();
      return 'inserted';
    },
    async update(id, change, applied) {
      const row = rows.get(id);
      if (!row || !meets(row, change.where)) return 'missed';
      rows.set(id, applyChange(row, change));
      applied?.();
      return 'updated';
    },
    async remove(id, where) {
      const row = rows.get(id);
      if (row === undefined || !meets(row, where)) return false;
      ids.remove(id);
      return rows.delete(id);
    },
    async find(query) {
      return candidates(query)
        .filter((row) => matches(row, query))
        .sort(byOrder(query))
        .slice(0, query.limit)
        .map(out);
    },
    async count(equals) {
      return [...rows.values()].filter((row) => matches(row, { equals, limit: 0 })).length;
    },
  };
}

function matches(row: Document, { equals = {}, range }: Query): boolean {
  if (!Object.entries(equals).every(([field, value]) => row[field] === value)) return false;
  if (!range) return true;
  const value = row[range.field];
  if (typeof value !== 'number' && typeof value !== 'string') return false;
  return (range.above === undefined || value > range.above) && (range.below === undefined || value < range.below);
}

function byOrder({ orderBy = 'id', descending = false }: Query): (one: Document, other: Document) => number {
  const sign = descending ? -1 : 1;
  const compare = (one: unknown, other: unknown) => (one === other ? 0 : String(one ?? '') < String(other ?? '') ? -1 : 1);
  const values = (one: unknown, other: unknown) =>
    typeof one === 'number' && typeof other === 'number' ? one - other : compare(one, other);
  return (one, other) => sign * (values(one[orderBy], other[orderBy]) || compare(one.id, other.id));
}
