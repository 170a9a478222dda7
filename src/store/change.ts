import type { Change, Document, Json } from './documents.js';

type Map = { [key: string]: Json };

/** Whether a document meets a guard; `null` means absent or null. */
export function meets(document: Document, where: Change['where']): boolean {
  return Object.entries(where ?? {}).every(([field, value]) => (document[field] ?? null) === value);
}

/** The document after a change; the given one stays as it is. */
export function applyChange<D extends Document>(document: D, { set = {}, unset = [], inc = {} }: Change): D {
  const changed: D = structuredClone(document);
  const root = changed as unknown as Map;
  for (const [path, value] of Object.entries(set)) put(root, path.split('.'), () => value);
  for (const [path, by] of Object.entries(inc)) put(root, path.split('.'), (before) => (typeof before === 'number' ? before : 0) + by);
  for (const path of unset) take(root, path.split('.'));
  return changed;
}

function put(map: Map, [key = '', ...rest]: readonly string[], value: (before: Json | undefined) => Json): void {
  if (rest.length === 0) {
    map[key] = value(map[key]);
    return;
  }
  const inner = isMap(map[key]) ? map[key] : {};
  map[key] = inner;
  put(inner, rest, value);
}

function take(map: Map, [key = '', ...rest]: readonly string[]): void {
  const inner = map[key];
  if (rest.length === 0) delete map[key];
  else if (isMap(inner)) take(inner, rest);
}

function isMap(value: Json | undefined): value is Map {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
