import type { Change, Document, Json } from './documents.js';

type Map = { [key: string]: Json };

/** Whether a document meets a guard; `null` means absent or null. */
export function meets(document: Document, where: Change['where']): boolean {
  return Object.entries(where ?? {}).every(([field, value]) => (document[field] ?? null) === value);
}

/** The document after a change; the given one stays as it is. Only the maps on the way to a changed path are copied. */
export function applyChange<D extends Document>(document: D, { set = {}, unset = [], inc = {} }: Change): D {
  const changed: D = { ...document };
  const root = changed as unknown as Map;
  const own = new Set<Map>([root]);
  for (const [path, value] of Object.entries(set)) put(own, root, path.split('.'), () => value);
  for (const [path, by] of Object.entries(inc)) put(own, root, path.split('.'), (before) => (typeof before === 'number' ? before : 0) + by);
  for (const path of unset) take(own, root, path.split('.'));
  return changed;
}

function put(own: Set<Map>, map: Map, [key = '', ...rest]: readonly string[], value: (before: Json | undefined) => Json): void {
  if (rest.length === 0) map[key] = value(map[key]);
  else put(own, innerOf(own, map, key) ?? make(own, map, key), rest, value);
}

function take(own: Set<Map>, map: Map, [key = '', ...rest]: readonly string[]): void {
  if (rest.length === 0) {
    delete map[key];
    return;
  }
  const inner = innerOf(own, map, key);
  if (inner) take(own, inner, rest);
}

/** The map at a key, as a copy that may be changed. */
function innerOf(own: Set<Map>, map: Map, key: string): Map | undefined {
  const inner = map[key];
  if (!isMap(inner)) return undefined;
  if (own.has(inner)) return inner;
  const copy = { ...inner };
  own.add(copy);
  map[key] = copy;
  return copy;
}

function make(own: Set<Map>, map: Map, key: string): Map {
  const made: Map = {};
  own.add(made);
  map[key] = made;
  return made;
}

function isMap(value: Json | undefined): value is Map {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
