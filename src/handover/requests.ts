import type { Effect, Slots } from '../engine/types.js';
import type { Vault } from '../keys/vault.js';
import { fromJson, toJson } from '../store/conversations.js';
import type { Collection, CollectionSpec, Document, Documents, Json } from '../store/documents.js';
import { sealed } from '../store/sealed.js';

export const REQUESTS: CollectionSpec = {
  name: 'requests',
  indexes: [{ field: 'status' }, { field: 'conversationId' }, { field: 'owner' }, { field: 'expiresAt' }, { field: 'since' }],
};

/** The feed's subject for "the queue changed". */
export const QUEUE = 'queue';

/** Where a request for a person stands. */
export type RequestStatus = 'waiting' | 'claimed' | 'closed' | 'cancelled';

/** A request as the desk knows it. Summary and message are a parent's words and only for the owner. */
export interface Request {
  readonly id: string;
  readonly conversationId: string;
  readonly status: RequestStatus;
  readonly locale: string;
  readonly municipality?: string;
  readonly school?: string;
  readonly topic?: string;
  readonly since: number;
  /** Nobody was there and a message was left: the family may be gone and read the answer later. */
  readonly left: boolean;
  /** The family agreed to someone from another place. */
  readonly elsewhere: boolean;
  /** Who has it, or whom it was handed to. */
  readonly owner?: string;
  readonly closedAt?: number;
  readonly outcome?: string;
  readonly summary: Slots;
}

interface Row extends Document {
  readonly conversationId: string;
  readonly status: string;
  readonly turn: number;
  readonly since: number;
}

type RequestEffect = Extract<Effect, { kind: 'request' }>;

export interface RequestStore {
  /** Applies what a turn did to a request. The same or an older turn changes nothing, whatever the order of arrival. */
  apply(conversationId: string, effect: RequestEffect, now: number): Promise<void>;
  get(id: string): Promise<Request | undefined>;
  /** Open requests, longest waiting first. */
  waiting(limit: number): Promise<Request[]>;
  ownedBy(moderatorId: string, limit: number): Promise<Request[]>;
  ofConversation(conversationId: string): Promise<Request[]>;
  removeOf(conversationId: string): Promise<void>;
  expired(now: number, limit: number): Promise<Request[]>;
  remove(id: string): Promise<void>;
}

/** A closed request is forgotten after 30 days (R-RET-01); an open one with its talk. */
const CLOSED_KEPT_MS = 30 * 86_400_000;

export function createRequestStore(documents: Documents, vault: Vault): RequestStore {
  const plain: Collection<Row> = documents.collection(REQUESTS);
  const rows = sealed(plain, vault, { collection: 'requests', fields: ['summary'], subject: (id) => id.slice(0, id.lastIndexOf(':')) });

  async function change(id: string, turn: number, set: { [field: string]: Json }, unset: string[]): Promise<void> {
    for (;;) {
      const row = await plain.get(id);
      if (!row || row.turn >= turn) return;
      if ((await plain.update(id, { where: { turn: row.turn }, set: { ...set, turn }, unset })) === 'updated') return;
    }
  }

  return {
    async apply(conversationId, { request, turn, change: did }, now) {
      const id = `${conversationId}:${request}`;
      switch (did.did) {
        case 'asked': {
          const { locale, municipality, school, topic, left, elsewhere, summary } = did;
          await rows.insert({
            id,
            conversationId,
            status: 'waiting',
            turn,
            since: now,
            locale,
            municipality,
            school,
            topic,
            left,
            elsewhere,
            summary: toJson(summary),
          });
          return;
        }
        case 'claimed':
          return change(id, turn, { status: 'claimed', owner: did.moderatorId }, []);
        case 'released':
          return change(id, turn, { status: 'waiting' }, ['owner']);
        case 'transferred':
          return change(id, turn, { status: 'waiting', owner: did.moderatorId }, []);
        case 'cancelled':
          return change(id, turn, { status: 'cancelled', closedAt: now, expiresAt: now + CLOSED_KEPT_MS }, []);
        case 'closed':
          return change(id, turn, { status: 'closed', closedAt: now, outcome: did.outcome, expiresAt: now + CLOSED_KEPT_MS }, []);
      }
    },
    async get(id) {
      const row = await rows.get(id);
      return row && fromRow(row);
    },
    async waiting(limit) {
      return (await rows.find({ equals: { status: 'waiting' }, orderBy: 'since', limit })).map(fromRow);
    },
    async ownedBy(moderatorId, limit) {
      const found = await rows.find({ equals: { owner: moderatorId, status: 'claimed' }, orderBy: 'since', limit });
      return found.map(fromRow);
    },
    async ofConversation(conversationId) {
      const found = await rows.find({ equals: { conversationId }, orderBy: 'since', limit: 50 });
      return found.map(fromRow);
    },
    async removeOf(conversationId) {
      const found = await plain.find({ equals: { conversationId }, limit: 200 });
      await Promise.all(found.map(({ id }) => plain.remove(id)));
    },
    async expired(now, limit) {
      const found = await rows.find({ range: { field: 'expiresAt', below: now }, orderBy: 'expiresAt', limit });
      return found.map(fromRow);
    },
    async remove(id) {
      await plain.remove(id);
    },
  };
}

function fromRow(row: Row): Request {
  return fromJson<Request>(row);
}
