import type { Place, Prompt, Slots } from '../engine/types.js';
import type { Vault } from '../keys/vault.js';
import { fromJson, toJson } from './conversations.js';
import type { Collection, CollectionSpec, Document, Documents } from './documents.js';
import { sealed } from './sealed.js';

export const MESSAGES: CollectionSpec = { name: 'messages', indexes: [] };

/** Digits of a message's place in its id, so that ids sort as the talk went. */
const SEQ_DIGITS = 8;

/** What stands in the log. Texts of the guide are kept as key and values, never as words; words only where a person wrote to a person. */
export type Body =
  | {
      readonly kind: 'said';
      readonly sender: 'bot' | 'parent' | 'note';
      readonly textKey: string;
      readonly values: Slots;
      readonly locale: string;
      /** The place it was said for; its facts and words stay those. */
      readonly municipality?: string;
      /** SHA-256 of the words shown, first 16 hex digits. */
      readonly textHash: string;
      readonly at?: Place;
      readonly prompt?: Prompt;
      /** Never shown to a moderator. */
      readonly private?: boolean;
      /** The id under which the parent's own client knows it. */
      readonly clientId?: string;
    }
  | {
      readonly kind: 'written';
      readonly from: 'parent' | 'moderator';
      readonly text: string;
      readonly name?: string;
      readonly moderatorId?: string;
      readonly clientId?: string;
    };

export interface StoredMessage {
  readonly conversationId: string;
  /** 1, 2, 3 … without gaps within a conversation. */
  readonly seq: number;
  readonly at: number;
  readonly body: Body;
  /** Where a channel sends messages and this one's arrival is not sure, or surely failed. */
  readonly delivery?: 'unknown' | 'failed';
}

/** Port. A talk's log: appended once per place, read on by place; what it costs does not grow with the length of the talk. */
export interface MessageStore {
  /** Writing the same place again changes nothing. */
  append(message: StoredMessage): Promise<void>;
  markDelivery(conversationId: string, seq: number, delivery: 'unknown' | 'failed'): Promise<void>;
  /** Messages after a place, in order, without a gap: what follows a message still being written waits for it. */
  after(conversationId: string, seq: number, limit: number): Promise<StoredMessage[]>;
  /** The newest messages below a place, in order. */
  newest(conversationId: string, below: number, limit: number): Promise<StoredMessage[]>;
  removeAll(conversationId: string): Promise<void>;
}

interface Row extends Document {
  readonly at: number;
  readonly delivery?: 'unknown' | 'failed';
}

export function createMessageStore(documents: Documents, vault: Vault): MessageStore {
  const plain: Collection<Row> = documents.collection(MESSAGES);
  const rows = sealed(plain, vault, { collection: 'messages', fields: ['body'], subject: (id) => id.slice(0, -SEQ_DIGITS - 1) });

  return {
    async append({ conversationId, seq, at, body }) {
      await rows.insert({ id: idOf(conversationId, seq), at, body: toJson(body) });
    },
    async markDelivery(conversationId, seq, delivery) {
      await plain.update(idOf(conversationId, seq), { set: { delivery } });
    },
    async after(conversationId, seq, limit) {
      const found = await rows.find({ range: { field: 'id', above: idOf(conversationId, seq), below: endOf(conversationId) }, limit });
      return withoutGap(found.map(fromRow), seq);
    },
    async newest(conversationId, below, limit) {
      const range = { field: 'id', above: idOf(conversationId, 0), below: idOf(conversationId, below) };
      const found = await rows.find({ range, orderBy: 'id', descending: true, limit });
      return found.map(fromRow).reverse();
    },
    async removeAll(conversationId) {
      const range = { field: 'id', above: idOf(conversationId, 0), below: endOf(conversationId) };
      for (;;) {
        const found = await plain.find({ range, limit: 200 });
        if (found.length === 0) return;
        await Promise.all(found.map(({ id }) => plain.remove(id)));
      }
    },
  };
}

function idOf(conversationId: string, seq: number): string {
  return `${conversationId}:${String(Math.min(seq, 99_999_999)).padStart(SEQ_DIGITS, '0')}`;
}

/** Sorts after every message of the conversation: `;` follows `:`. */
function endOf(conversationId: string): string {
  return `${conversationId};`;
}

function fromRow(row: Row): StoredMessage {
  return {
    conversationId: row.id.slice(0, -SEQ_DIGITS - 1),
    seq: Number(row.id.slice(-SEQ_DIGITS)),
    at: row.at,
    body: fromJson<Body>(row.body),
    ...(row.delivery === undefined ? {} : { delivery: row.delivery }),
  };
}

function withoutGap(messages: StoredMessage[], after: number): StoredMessage[] {
  const gap = messages.findIndex(({ seq }, index) => seq !== after + 1 + index);
  return gap === -1 ? messages : messages.slice(0, gap);
}
