import type { Vault } from '../keys/vault.js';
import type { Change, Collection, Document, Json } from './documents.js';

/** Which fields of a collection are sealed, and with whose key. */
export interface Sealing {
  readonly collection: string;
  /** Top-level fields, or `<map>.*` for each entry of a map. */
  readonly fields: readonly string[];
  /** The subject whose data key seals a document, readable from the document's id. */
  subject(id: string): string;
}

/**
 * Decorator: the given fields are encrypted on the way in and opened on the way out. Callers see clear values. A document whose key is
 * destroyed is as good as gone: `get` and `find` leave it out.
 */
export function sealed<D extends Document>(inner: Collection<D>, vault: Vault, { collection, fields, subject }: Sealing): Collection<D> {
  const isSealed = (path: string) => fields.includes(path) || fields.includes(`${path.split('.')[0]}.*`);
  const placeOf = (id: string, path: string) => `${collection}|${id}|${path}`;
  const seal = (id: string, path: string, value: Json) => vault.seal(subject(id), placeOf(id, path), JSON.stringify(value));

  async function sealMap(id: string, values: { readonly [path: string]: Json | undefined }): Promise<{ [path: string]: Json }> {
    const entries = Object.entries(values).map(async ([path, value]): Promise<[string, Json | undefined]> => {
      if (fields.includes(`${path}.*`) && isMap(value)) return [path, await sealEntries(id, path, value)];
      return [path, isSealed(path) && value !== undefined ? await seal(id, path, value) : value];
    });
    return Object.fromEntries((await Promise.all(entries)).filter((entry): entry is [string, Json] => entry[1] !== undefined));
  }

  async function sealEntries(id: string, map: string, values: { readonly [key: string]: Json }): Promise<Json> {
    const entries = Object.entries(values).map(async ([key, value]) => [key, await seal(id, `${map}.${key}`, value)] as const);
    return Object.fromEntries(await Promise.all(entries));
  }

  async function open(document: D): Promise<D | undefined> {
    const opened: { [field: string]: Json | undefined } = { ...document };
    for (const field of fields) {
      const [name = field, each] = field.split('.');
      const value = document[name];
      if (value === undefined || value === null) continue;
      if (each === undefined) {
        const clear = await openOne(document.id, name, value);
        if (clear === undefined) return undefined;
        opened[name] = clear;
      } else if (isMap(value)) {
        const entries: [string, Json][] = [];
        for (const [key, entry] of Object.entries(value)) {
          const clear = await openOne(document.id, `${name}.${key}`, entry);
          if (clear === undefined) return undefined;
          entries.push([key, clear]);
        }
        opened[name] = Object.fromEntries(entries);
      }
    }
    // The decorated document has the same shape as the caller's: sealing replaced values only.
    return opened as D;
  }

  async function openOne(id: string, path: string, value: Json): Promise<Json | undefined> {
    if (typeof value !== 'string') throw new RangeError(`Unsealed value at ${placeOf(id, path)}`);
    const clear = await vault.open(subject(id), placeOf(id, path), value);
    return clear === undefined ? undefined : JSON.parse(clear);
  }

  async function sealChange(id: string, change: Change): Promise<Change> {
    return change.set ? { ...change, set: await sealMap(id, change.set) } : change;
  }

  return {
    async get(id) {
      const document = await inner.get(id);
      return document && open(document);
    },
    async insert(document, applied) {
      return inner.insert({ ...document, ...(await sealMap(document.id, document)) }, applied);
    },
    async update(id, change, applied) {
      return inner.update(id, await sealChange(id, change), applied);
    },
    remove: (id, where) => inner.remove(id, where),
    async find(query) {
      const found = await Promise.all((await inner.find(query)).map(open));
      return found.filter((document) => document !== undefined);
    },
    count: (equals) => inner.count(equals),
  };
}

function isMap(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
