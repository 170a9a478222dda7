import type { Collection, CollectionSpec, Document, Documents } from '../store/documents.js';

export const RECEIPTS: CollectionSpec = { name: 'receipts', indexes: [{ field: 'conversationId' }, { field: 'expiresAt' }] };

/** The proof of a consent is kept 24 months, without any contact (R-RET-01). */
const PROOF_KEPT_MS = 730 * 86_400_000;

/** What was asked, in which words, and what was answered (R-CON-02). Names nobody. */
export interface Receipt {
  readonly id: string;
  readonly conversationId: string;
  readonly purpose: string;
  readonly answer: 'granted' | 'refused' | 'withdrawn';
  readonly textKey: string;
  /** SHA-256 of the words shown, hex. */
  readonly wordingHash: string;
  /** Version of all content; the words of the key in this version and language give the hash again. */
  readonly textVersion: string;
  readonly locale: string;
  readonly at: number;
  readonly controller: string;
  /** Which fields the purpose covers, who may see them, until when: ids that the texts put into words. */
  readonly fields: readonly string[];
  readonly seenBy: string;
  readonly keptUntil: string;
  readonly withdrawnAt?: number;
  readonly expiresAt: number;
}

/** What each purpose covers. A purpose that is not here is refused (R-CON-04). */
const PURPOSES: { readonly [purpose: string]: Pick<Receipt, 'fields' | 'seenBy' | 'keptUntil'> } = {
  hand_over: {
    fields: ['language', 'topic', 'stage', 'place', 'question', 'messages'],
    seenBy: 'one_moderator',
    keptUntil: '30_days_after_closing',
  },
  call_back: { fields: ['name', 'phone', 'call_when', 'voice_message'], seenBy: 'one_moderator', keptUntil: '90_days_after_last_act' },
  message: {
    fields: ['message', 'name', 'phone', 'call_when', 'voice_message'],
    seenBy: 'one_moderator',
    keptUntil: '90_days_after_last_act',
  },
};

type Row = Document & Receipt;

export interface ReceiptStore {
  keep(receipt: Omit<Receipt, 'expiresAt' | 'fields' | 'seenBy' | 'keptUntil'>): Promise<void>;
  ofConversation(conversationId: string): Promise<Receipt[]>;
  /** Marks all consents of a purpose in this talk as withdrawn. */
  withdraw(conversationId: string, purpose: string, at: number): Promise<void>;
  removeExpired(now: number, limit: number): Promise<number>;
}

export function createReceiptStore(documents: Documents): ReceiptStore {
  const rows: Collection<Row> = documents.collection(RECEIPTS);
  const ofConversation = (conversationId: string) => rows.find({ equals: { conversationId }, limit: 100 });
  return {
    async keep(receipt) {
      const covered = PURPOSES[receipt.purpose];
      if (!covered) throw new RangeError(`No such purpose: ${receipt.purpose}`);
      await rows.insert({ ...receipt, ...covered, expiresAt: receipt.at + PROOF_KEPT_MS });
    },
    ofConversation,
    async withdraw(conversationId, purpose, at) {
      const granted = (await ofConversation(conversationId)).filter(
        (receipt) => receipt.purpose === purpose && receipt.answer === 'granted',
      );
      await Promise.all(granted.map(({ id }) => rows.update(id, { set: { answer: 'withdrawn', withdrawnAt: at } })));
    },
    async removeExpired(now, limit) {
      const found = await rows.find({ range: { field: 'expiresAt', below: now }, orderBy: 'expiresAt', limit });
      await Promise.all(found.map(({ id }) => rows.remove(id)));
      return found.length;
    },
  };
}
