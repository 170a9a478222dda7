import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ConversationState, Effect } from '../engine/types.js';
import type { Vault } from '../keys/vault.js';
import type { Address } from '../turn/activity.js';
import type { Applied, Collection, CollectionSpec, Document, Documents, Json } from './documents.js';
import { sealed } from './sealed.js';

export const CONVERSATIONS: CollectionSpec = { name: 'conversations', indexes: [{ field: 'dueAt' }, { field: 'expiresAt' }] };

/** Activities remembered, so that one sent again has no second effect. */
const SEEN_LIMIT = 50;
const SEEN_MARK = 12;

/** A short mark of an activity's id: fifty of them are read and written with every turn. */
export function seenMark(activityId: string): string {
  return createHash('sha256').update(activityId).digest('base64url').slice(0, SEEN_MARK);
}

/** An effect committed and not yet carried out. `seq` is the place of its message in the talk. */
export interface Owed {
  readonly id: string;
  readonly seq?: number;
  readonly at: number;
  readonly effect: Effect;
  /** It goes out in the answer to the activity itself, not by the channel's own way. */
  readonly inReply?: boolean;
  /** Sending was begun and its end is not known: what cannot be sent twice is not sent again. */
  readonly tried?: boolean;
}

/** The last activity of a channel that may send the same thing again under another id, and the places of its answer in the talk. */
export interface Heard {
  readonly activityId: string;
  readonly foldKey: string;
  readonly at: number;
  readonly seqBefore: number;
  readonly lastSeq: number;
}

export interface StoredConversation {
  readonly conversationId: string;
  readonly version: number;
  /** Marks of the activities taken last (`seenMark`). */
  readonly seen: readonly string[];
  readonly address: Address;
  readonly state: ConversationState;
  readonly owed: readonly Owed[];
  readonly heard?: Heard;
  /** Highest place given to a message. */
  readonly lastSeq: number;
  readonly createdAt: number;
  readonly activeAt: number;
  readonly expiresAt: number;
}

export interface Commit {
  readonly conversationId: string;
  readonly activityId: string;
  readonly before: StoredConversation | undefined;
  readonly address: Address;
  readonly state: ConversationState;
  readonly owes: readonly Owed[];
  readonly heard?: Heard;
  readonly lastSeq: number;
  readonly now: number;
  /** When the talk is forgotten. */
  readonly expiresAt: number;
  /** Until when the committing node alone carries out what is owed. */
  readonly leaseUntil: number;
}

/** One document per conversation, so a commit is atomic. What the stores below it must do is written down in `test/store/documents.contract.ts`. */
export interface ConversationStore {
  load(conversationId: string): Promise<StoredConversation | undefined>;
  /** Writes state and owed effects in one go; `'conflict'` when another turn came first. `applied` as for any document. */
  commit(commit: Commit, applied?: Applied): Promise<'committed' | 'conflict'>;
  /**
   * Marks effects as carried out; with none left, or none named, nothing is due any more.
   *
   * @param whole the version that a turn wrote which owed these and found nothing else owed
   */
  settle(conversationId: string, owedIds: readonly string[], whole?: number): Promise<void>;
  /** Notes that the sending of an effect begins now. */
  trying(conversationId: string, owedId: string): Promise<void>;
  /** Notes that the sending of an effect did not begin after all. */
  notTried(conversationId: string, owedId: string): Promise<void>;
  /** Conversations whose effects are owed beyond their lease, oldest first. */
  due(now: number, limit: number): Promise<string[]>;
  /** Takes over what a dead node owed; `false` when another node was quicker or nothing is due any more. */
  lease(conversationId: string, now: number, until: number): Promise<boolean>;
  expired(now: number, limit: number): Promise<string[]>;
  remove(conversationId: string): Promise<void>;
}

interface Row extends Document {
  readonly version: number;
  readonly seen: readonly string[];
  readonly lastSeq: number;
  readonly dueAt?: number;
  readonly expiresAt: number;
  readonly createdAt: number;
  readonly activeAt: number;
  readonly owed?: { readonly [id: string]: Json };
  readonly tried?: { readonly [id: string]: Json };
  readonly heard?: Json;
}

/** The store over any document adapter; everything a person typed or was told is sealed with the conversation's data key. */
export function createConversationStore(documents: Documents, vault: Vault): ConversationStore {
  const plain: Collection<Row> = documents.collection(CONVERSATIONS);
  const rows = sealed(plain, vault, { collection: 'conversations', fields: ['state', 'address', 'heard', 'owed.*'], subject: (id) => id });

  return {
    async load(conversationId) {
      const row = await rows.get(conversationId);
      return row && fromRow(row);
    },

    async commit({ conversationId, activityId, before, address, state, owes, heard, lastSeq, now, expiresAt, leaseUntil }, applied) {
      const version = before?.version ?? 0;
      const seen = [...(before?.seen ?? []), seenMark(activityId)].slice(-SEEN_LIMIT);
      const fields = {
        version: version + 1,
        seen,
        state: toJson(state),
        ...(isDeepStrictEqual(address, before?.address) ? {} : { address: toJson(address) }),
        lastSeq,
        expiresAt,
        activeAt: now,
        ...(owes.length > 0 ? { dueAt: leaseUntil } : {}),
        ...(heard ? { heard: toJson(heard) } : {}),
      };
      if (!before) {
        const owed = Object.fromEntries(owes.map((owe) => [owe.id, toJson(owe)]));
        const result = await rows.insert({ id: conversationId, ...fields, createdAt: now, owed }, applied);
        return result === 'inserted' ? 'committed' : 'conflict';
      }
      const owed = Object.fromEntries(owes.map((owe) => [`owed.${owe.id}`, toJson(owe)]));
      const result = await rows.update(conversationId, { where: { version }, set: { ...fields, ...owed } }, applied);
      return result === 'updated' ? 'committed' : 'conflict';
    },

    async settle(conversationId, owedIds, whole) {
      const paths = owedIds.flatMap((id) => [`owed.${id}`, `tried.${id}`]);
      const last = { where: { version: whole ?? 0 }, unset: [...paths, 'dueAt'] };
      if (whole !== undefined && (await plain.update(conversationId, last)) === 'updated') return;
      for (;;) {
        const row = await plain.get(conversationId);
        if (!row) return;
        const left = Object.keys(row.owed ?? {}).filter((id) => !owedIds.includes(id));
        if (left.length > 0) {
          await plain.update(conversationId, { unset: paths });
          return;
        }
        // Nothing is owed any more, unless a turn came in between: then look again.
        if ((await plain.update(conversationId, { where: { version: row.version }, unset: [...paths, 'dueAt'] })) === 'updated') return;
      }
    },

    async trying(conversationId, owedId) {
      await plain.update(conversationId, { set: { [`tried.${owedId}`]: true } });
    },

    async notTried(conversationId, owedId) {
      await plain.update(conversationId, { unset: [`tried.${owedId}`] });
    },

    async due(now, limit) {
      const found = await plain.find({ range: { field: 'dueAt', below: now }, orderBy: 'dueAt', limit });
      return found.map(({ id }) => id);
    },

    async lease(conversationId, now, until) {
      const row = await plain.get(conversationId);
      if (row?.dueAt === undefined || row.dueAt >= now) return false;
      return (await plain.update(conversationId, { where: { dueAt: row.dueAt }, set: { dueAt: until } })) === 'updated';
    },

    async expired(now, limit) {
      const found = await plain.find({ range: { field: 'expiresAt', below: now }, orderBy: 'expiresAt', limit });
      return found.map(({ id }) => id);
    },

    async remove(conversationId) {
      await plain.remove(conversationId);
      await vault.forget(conversationId);
    },
  };
}

function fromRow(row: Row): StoredConversation {
  const { id, version, seen, lastSeq, createdAt, activeAt, expiresAt } = row;
  const owed = Object.values(row.owed ?? {}).map((json) => {
    const owe = fromJson<Owed>(json);
    return row.tried?.[owe.id] === true ? { ...owe, tried: true } : owe;
  });
  owed.sort((one, other) => (one.seq ?? 0) - (other.seq ?? 0) || one.id.localeCompare(other.id, 'en', { numeric: true }));
  return {
    conversationId: id,
    version,
    seen,
    lastSeq,
    createdAt,
    activeAt,
    expiresAt,
    owed,
    ...(row.heard === undefined ? {} : { heard: fromJson<Heard>(row.heard) }),
    state: fromJson<ConversationState>(row.state),
    address: fromJson<Address>(row.address),
  };
}

/** The edge between our plain data and the store's JSON: both sides are ours, so the shape is known. */
export function toJson(value: object): Json {
  return value as unknown as Json;
}

export function fromJson<T>(value: Json | Document | undefined): T {
  return value as unknown as T;
}
