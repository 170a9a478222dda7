import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Collection, CollectionSpec, Document, Documents } from '../store/documents.js';

export const SESSIONS: CollectionSpec = { name: 'sessions', indexes: [{ field: 'expiresAt' }, { field: 'subject' }] };

const TOKEN_BYTES = 32;
/** The time of last use is written at most this often, so that reading a page costs no write. */
const TOUCH_MS = 60_000;

export interface SessionLimits {
  readonly idleMs: number;
  readonly absoluteMs: number;
}

/** A parent's session leads to a conversation, one opened by a receipt code to a contact, a moderator's to a person (security.md R-SES-03). */
export const SESSION_LIMITS = {
  parent: { idleMs: 60 * 60_000, absoluteMs: 24 * 3_600_000 },
  receipt: { idleMs: 15 * 60_000, absoluteMs: 3_600_000 },
  person: { idleMs: 15 * 60_000, absoluteMs: 12 * 3_600_000 },
} as const satisfies { [kind: string]: SessionLimits };

export type SessionKind = keyof typeof SESSION_LIMITS;

export interface Session {
  readonly kind: SessionKind;
  readonly subject: string;
  readonly createdAt: number;
  readonly activeAt: number;
}

interface Row extends Document {
  readonly kind: string;
  readonly subject: string;
  readonly createdAt: number;
  readonly activeAt: number;
  readonly expiresAt: number;
}

export interface Sessions {
  /** Returns the token for the cookie; only its hash is stored. */
  begin(kind: SessionKind, subject: string): Promise<string>;
  read(kind: SessionKind, token: string | undefined): Promise<Session | undefined>;
  /** As `read`, but looking does not count as activity. */
  peek(kind: SessionKind, token: string | undefined): Promise<Session | undefined>;
  /** A new token for the same session; the old one is dead. The absolute end stays. */
  renew(kind: SessionKind, token: string): Promise<string | undefined>;
  end(token: string): Promise<void>;
  endAll(subject: string): Promise<void>;
  removeExpired(limit: number): Promise<number>;
  /** The token that a form of this session carries (R-SES-04). */
  csrf(token: string): string;
}

export function createSessions(documents: Documents, secret: Buffer, now: () => number): Sessions {
  const rows: Collection<Row> = documents.collection(SESSIONS);

  async function write(kind: SessionKind, subject: string, createdAt: number): Promise<string> {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const { idleMs, absoluteMs } = SESSION_LIMITS[kind];
    const at = now();
    await rows.insert({
      id: hashToken(token),
      kind,
      subject,
      createdAt,
      activeAt: at,
      expiresAt: Math.min(at + idleMs, createdAt + absoluteMs),
    });
    return token;
  }

  async function peek(kind: SessionKind, token: string | undefined): Promise<Session | undefined> {
    if (!token) return undefined;
    const row = await rows.get(hashToken(token));
    if (!row || row.kind !== kind || row.expiresAt <= now()) return undefined;
    const { subject, createdAt, activeAt } = row;
    return { kind, subject, createdAt, activeAt };
  }

  async function read(kind: SessionKind, token: string | undefined): Promise<Session | undefined> {
    const session = await peek(kind, token);
    const at = now();
    if (session && token && at - session.activeAt > TOUCH_MS) {
      const { idleMs, absoluteMs } = SESSION_LIMITS[kind];
      await rows.update(hashToken(token), { set: { activeAt: at, expiresAt: Math.min(at + idleMs, session.createdAt + absoluteMs) } });
    }
    return session;
  }

  return {
    begin: (kind, subject) => write(kind, subject, now()),
    read,
    peek,
    async renew(kind, token) {
      const session = await read(kind, token);
      if (!session) return undefined;
      const renewed = await write(kind, session.subject, session.createdAt);
      await rows.remove(hashToken(token));
      return renewed;
    },
    async end(token) {
      await rows.remove(hashToken(token));
    },
    async endAll(subject) {
      const found = await rows.find({ equals: { subject }, limit: 100 });
      await Promise.all(found.map(({ id }) => rows.remove(id)));
    },
    async removeExpired(limit) {
      const found = await rows.find({ range: { field: 'expiresAt', below: now() }, orderBy: 'expiresAt', limit });
      await Promise.all(found.map(({ id }) => rows.remove(id)));
      return found.length;
    },
    csrf: (token) => createHmac('sha256', secret).update(`csrf:${token}`).digest('base64url'),
  };
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Compares secrets in a time that tells nothing about where they differ. */
export function sameSecret(one: string, other: string): boolean {
  const left = createHash('sha256').update(one).digest();
  const right = createHash('sha256').update(other).digest();
  return timingSafeEqual(left, right);
}
