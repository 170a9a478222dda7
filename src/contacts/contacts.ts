import { createHmac } from 'node:crypto';
import type { Audit } from '../audit/audit.js';
import type { Slots } from '../engine/types.js';
import { toLatinDigits } from '../find/fold.js';
import type { KeyRing } from '../keys/key-ring.js';
import { fitsHash, slowHash } from '../keys/slow-hash.js';
import type { Vault } from '../keys/vault.js';
import { fromJson, toJson } from '../store/conversations.js';
import type { Collection, CollectionSpec, Document, Documents } from '../store/documents.js';
import { sealed } from '../store/sealed.js';

export const CONTACTS: CollectionSpec = {
  name: 'contacts',
  indexes: [{ field: 'conversationId' }, { field: 'codeIndex', unique: true }, { field: 'expiresAt' }],
};

/** A contact is kept until withdrawn, or this long after the last act (R-RET-01). */
const CONTACT_KEPT_MS = 90 * 86_400_000;
const CODE_DIGITS = 16;

/** What a family gave, for one purpose, and what came of it. */
export interface Contact {
  readonly id: string;
  readonly conversationId: string;
  readonly purpose: string;
  readonly locale: string;
  readonly municipality?: string;
  readonly savedAt: number;
  readonly expiresAt: number;
  /** name, phone, call_when, voice_message: only what was given. */
  readonly fields: Slots;
}

export interface ContactStore {
  /** Keeps a contact; the same `onceId` again changes nothing. */
  save(onceId: string, contact: Omit<Contact, 'id' | 'savedAt' | 'expiresAt'>, code: string): Promise<void>;
  ofConversation(conversationId: string): Promise<Contact[]>;
  /** By receipt code alone; spaces, dashes and digits of any script are understood. Takes the same time whether or not the code exists. */
  byCode(code: string): Promise<Contact | undefined>;
  correct(id: string, fields: Slots): Promise<void>;
  /** Destroys the contact and its key, at once. */
  erase(id: string): Promise<void>;
  /** Puts the end off again: something was done with the contact. */
  touch(id: string): Promise<void>;
  expired(limit: number): Promise<string[]>;
}

interface Row extends Document {
  readonly conversationId: string;
  readonly codeIndex: string;
  readonly codeHash: string;
  readonly savedAt: number;
  readonly expiresAt: number;
}

export function createContactStore(documents: Documents, vault: Vault, ring: KeyRing, audit: Audit, now: () => number): ContactStore {
  const plain: Collection<Row> = documents.collection(CONTACTS);
  const rows = sealed(plain, vault, { collection: 'contacts', fields: ['fields.*'], subject: (id) => id });
  const indexKey = ring.derive('receipt-index');
  const indexOf = (code: string) => createHmac('sha256', indexKey).update(code).digest('hex');
  const idOf = (onceId: string) => createHmac('sha256', indexKey).update(`contact:${onceId}`).digest('hex').slice(0, 32);

  return {
    async save(onceId, { conversationId, purpose, locale, municipality, fields }, code) {
      const id = idOf(onceId);
      if (await plain.get(id)) return;
      const at = now();
      const codeHash = await slowHash(code);
      const row = {
        id,
        conversationId,
        purpose,
        locale,
        municipality,
        codeIndex: indexOf(code),
        codeHash,
        savedAt: at,
        expiresAt: at + CONTACT_KEPT_MS,
      };
      if ((await rows.insert({ ...row, fields: toJson(fields) })) === 'inserted')
        await audit.append({ event: 'contact_saved', actor: 'parent', subject: id, at });
    },
    async ofConversation(conversationId) {
      return (await rows.find({ equals: { conversationId }, limit: 50 })).map(fromRow);
    },
    async byCode(typed) {
      const code = readCode(typed);
      const [row] = code ? await rows.find({ equals: { codeIndex: indexOf(code) }, limit: 1 }) : [];
      const fits = await fitsHash(row?.codeHash, code ?? '');
      return row && fits ? fromRow(row) : undefined;
    },
    async correct(id, fields) {
      await rows.update(id, { set: { fields: toJson(fields), expiresAt: now() + CONTACT_KEPT_MS } });
      await audit.append({ event: 'contact_corrected', actor: 'parent', subject: id, at: now() });
    },
    async erase(id) {
      await vault.forget(id);
      await plain.remove(id);
      await audit.append({ event: 'erased', actor: 'parent', subject: id, at: now() });
    },
    async touch(id) {
      await plain.update(id, { set: { expiresAt: now() + CONTACT_KEPT_MS } });
    },
    async expired(limit) {
      return (await plain.find({ range: { field: 'expiresAt', below: now() }, orderBy: 'expiresAt', limit })).map(({ id }) => id);
    },
  };
}

function fromRow(row: Row): Contact {
  return fromJson<Contact>(row);
}

/**
 * The receipt code for what one turn kept: 16 digits made from the server's key, so that every attempt to carry the turn out gives the same.
 */
export function createReceiptCode(ring: KeyRing): (conversationId: string, turn: string) => string {
  const key = ring.derive('receipt-code');
  return (conversationId, turn) => {
    const bytes = createHmac('sha256', key).update(`${conversationId}:${turn}`).digest();
    const digits = (bytes.readBigUInt64BE() % 10n ** BigInt(CODE_DIGITS)).toString().padStart(CODE_DIGITS, '0');
    return digits.replace(/(\d{4})(?=\d)/g, '$1 ');
  };
}

/** The 16 digits of a typed code, or nothing. */
export function readCode(typed: string): string | undefined {
  const digits = toLatinDigits(typed).replace(/[\s\p{Cf}.·–—-]/gu, '');
  return new RegExp(`^\\d{${CODE_DIGITS}}$`).test(digits) ? digits.replace(/(\d{4})(?=\d)/g, '$1 ') : undefined;
}
