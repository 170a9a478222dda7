/**
 * Port: named collections of JSON documents. Every store of the product (conversations, messages, contacts …) is written once
 * over this port; `memory`, `embedded` and `mongo` are its adapters. What every adapter must do is written down in
 * `test/store/documents.contract.ts`.
 *
 * Rules that hold for all adapters:
 * - A promise of a write resolves only when the write is durable (embedded: fsync; mongo: majority and journal).
 * - A read never shows what is not yet durable.
 * - One call touches one document, so every call is atomic; no caller needs a transaction.
 * - Expected outcomes (`'exists'`, `'missed'`) are values. An unreachable or failing store throws `StoreError`.
 */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A stored document. `id` is unique in its collection; the other fields are JSON. Field names and map keys hold no `.` and no leading `$`. */
export type Document = { readonly id: string } & { readonly [field: string]: Json | undefined };

/** How a collection is declared: its name and the top-level fields that are searched. A `unique` field may be absent in a document. */
export interface CollectionSpec {
  readonly name: string;
  readonly indexes: readonly { readonly field: string; readonly unique?: boolean }[];
}

/**
 * A change of one document. Paths are dotted (`owed.12-0`); `set` makes the maps on the way if they are absent.
 * `where` guards the change: every named top-level field must equal the value (`null` = absent or null), else the outcome is `'missed'`.
 */
export interface Change {
  readonly where?: { readonly [field: string]: Json };
  readonly set?: { readonly [path: string]: Json };
  readonly unset?: readonly string[];
  readonly inc?: { readonly [path: string]: number };
}

/**
 * A search over `id` and indexed top-level fields only. `equals` values match exactly; ranges compare numbers or strings.
 * Documents that lack a field of `range` do not match. Sorted by `orderBy` (default `id`), then by `id`.
 */
export interface Query {
  readonly equals?: { readonly [field: string]: string | number | boolean };
  readonly range?: { readonly field: string; readonly above?: number | string; readonly below?: number | string };
  readonly orderBy?: string;
  readonly descending?: boolean;
  readonly limit: number;
}

/**
 * Called when a write holds, at the latest when it is durable, and never for one that was refused: whatever is written from here on does not become
 * durable before it. So a write that must follow another need not wait for the other's fsync.
 */
export type Applied = () => void;

export interface Collection<D extends Document = Document> {
  get(id: string): Promise<D | undefined>;
  /** `'exists'`: the id or a unique field is taken; nothing was written. */
  insert(document: D, applied?: Applied): Promise<'inserted' | 'exists'>;
  /** `'missed'`: no such document, or the guard does not hold; nothing was written. Throws nothing for races. */
  update(id: string, change: Change, applied?: Applied): Promise<'updated' | 'missed'>;
  /** `true` when a document was there and the guard held. */
  remove(id: string, where?: Change['where']): Promise<boolean>;
  find(query: Query): Promise<D[]>;
  count(equals: NonNullable<Query['equals']>): Promise<number>;
}

export interface Documents {
  collection<D extends Document>(spec: CollectionSpec): Collection<D>;
  /** Prepares collections and indexes; called once at start, with every spec in use. */
  prepare(specs: readonly CollectionSpec[]): Promise<void>;
  /** Resolves when the store answers a read, else throws `StoreError`. For readiness. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
