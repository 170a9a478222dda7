import { createHash, randomUUID } from 'node:crypto';
import type { Collection, CollectionSpec, Document, Documents } from '../store/documents.js';

export const AUDIT: CollectionSpec = { name: 'audit', indexes: [{ field: 'at' }, { field: 'subject' }] };

/** What is logged, as a closed list. Never text, contact or address: subjects are ids only. */
export type AuditEvent =
  | 'login'
  | 'login_failed'
  | 'logout'
  | 'invited'
  | 'joined'
  | 'claimed'
  | 'released'
  | 'transferred'
  | 'closed'
  | 'contact_saved'
  | 'contact_revealed'
  | 'contact_corrected'
  | 'consent_withdrawn'
  | 'erased'
  | 'exported'
  | 'receipt_refused'
  | 'school_added'
  | 'school_revoked'
  | 'content_reported';

export interface AuditEntry {
  readonly event: AuditEvent;
  /** Who did it: a person's id, `parent`, `operator` or `system`. */
  readonly actor: string;
  /** What it was done to: an id. */
  readonly subject: string;
  readonly at: number;
  /** For a reveal: why. A choice of a closed list, never free text. */
  readonly reason?: string;
}

interface Row extends Document {
  readonly chain: string;
  readonly seq: number;
  readonly previous: string;
  readonly hash: string;
  readonly entry: string;
  readonly at: number;
  readonly subject: string;
}

export interface Audit {
  append(entry: AuditEntry): Promise<void>;
  /** Entries about one subject, oldest first; for the parent's receipt page. */
  about(subject: string): Promise<AuditEntry[]>;
}

/**
 * One hash chain per writing process: each entry holds the hash of the one before (security.md R-AUD-02). The chain's first entry names a random
 * chain id, so that nodes never wait for each other.
 */
export function createAudit(documents: Documents): Audit {
  const rows: Collection<Row> = documents.collection(AUDIT);
  const chain = randomUUID();
  let seq = 0;
  let previous = '';
  return {
    async append(entry) {
      seq += 1;
      const text = JSON.stringify(entry);
      const hash = chainHash(chain, seq, previous, text);
      const row: Row = {
        id: `${chain}:${String(seq).padStart(10, '0')}`,
        chain,
        seq,
        previous,
        hash,
        entry: text,
        at: entry.at,
        subject: entry.subject,
      };
      previous = hash;
      await rows.insert(row);
    },
    async about(subject) {
      const found = await rows.find({ equals: { subject }, orderBy: 'at', limit: 200 });
      return found.map(({ entry }): AuditEntry => JSON.parse(entry));
    },
  };
}

/** The hash that binds an entry to its place and to the entry before it. */
export function chainHash(chain: string, seq: number, previous: string, entry: string): string {
  return createHash('sha256').update(`${chain}|${seq}|${previous}|${entry}`).digest('hex');
}
