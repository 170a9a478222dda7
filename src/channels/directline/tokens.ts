import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { KeyRing } from '../../keys/key-ring.js';
import type { CollectionSpec, Document, Documents } from '../../store/documents.js';

export const DIRECT_LINE_PATH = '/v3/directline';
export const STREAM_TICKETS: CollectionSpec = { name: 'stream_tickets', indexes: [{ field: 'expiresAt' }] };

/** Stock clients refresh every 15 minutes, so a token must live longer. */
export const TOKEN_SECONDS = 1800;
/** A stream's address carries a ticket instead of the token: once, within a minute (security.md R-SES-01). */
const TICKET_SECONDS = 60;
const ALGORITHM = 'HS256';

/** Loaded with the first token, so that a start without Direct Line clients is not slowed down. */
const loadJose = () => import('jose');

/** What a token allows: one conversation, as one user. Stock clients read the `user` claim. */
export interface Grant {
  readonly conversationId: string;
  readonly user: string;
}

/** A ticket also says after which message the stream begins. */
export interface Ticket extends Grant {
  readonly watermark: number;
}

/** Secret, tokens and stream tickets of the Direct Line channel. All nodes that share a key file understand each other's. */
export interface DirectLineTokens {
  /** For the servers of those who embed a chat; shown by `cli directline-secret`, never given to a browser. */
  readonly secret: string;
  issue(grant: Grant): Promise<string>;
  /** What a bearer token allows; `undefined` when it is forged, expired or of another kind. */
  read(token: string): Promise<Grant | undefined>;
  issueTicket(ticket: Ticket): Promise<string>;
  /** Uses a ticket up; `undefined` when it was used, is forged or too old. */
  redeemTicket(ticket: string): Promise<Ticket | undefined>;
  removeExpired(limit: number): Promise<number>;
}

interface UsedTicket extends Document {
  readonly expiresAt: number;
}

/** @param ring the secret and the signing key are derived from its oldest key, made at the first start */
export function createDirectLineTokens(documents: Documents, ring: KeyRing, now: () => number): DirectLineTokens {
  const used = documents.collection<UsedTicket>(STREAM_TICKETS);
  const key = ring.derive('directline-token');

  async function sign(kind: 'token' | 'ticket', { conversationId, user }: Grant, seconds: number, more: { [claim: string]: number } = {}) {
    const { SignJWT } = await loadJose();
    const issuedAt = Math.floor(now() / 1000);
    return new SignJWT({ user, conv: conversationId, ...more })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setIssuer('elternbruecke')
      .setAudience(kind)
      .setJti(randomUUID())
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + seconds)
      .sign(key);
  }

  async function verify(kind: 'token' | 'ticket', given: string) {
    const { jwtVerify } = await loadJose();
    try {
      const checks = { algorithms: [ALGORITHM], issuer: 'elternbruecke', audience: kind, currentDate: new Date(now()) };
      const { payload } = await jwtVerify(given, key, checks);
      const { user, conv, jti } = payload;
      if (typeof user !== 'string' || typeof conv !== 'string' || typeof jti !== 'string') return undefined;
      return { conversationId: conv, user, jti, watermark: Number(payload.watermark ?? 0) };
    } catch {
      // Whatever is wrong with a token, the answer is the same: it opens nothing.
      return undefined;
    }
  }

  return {
    secret: ring.derive('directline-secret').toString('base64url'),
    issue: (grant) => sign('token', grant, TOKEN_SECONDS),
    read: (token) => verify('token', token),
    issueTicket: (ticket) => sign('ticket', ticket, TICKET_SECONDS, { watermark: ticket.watermark }),
    async redeemTicket(given) {
      const ticket = await verify('ticket', given);
      if (!ticket) return undefined;
      const id = createHash('sha256').update(ticket.jti).digest('hex');
      const taken = await used.insert({ id, expiresAt: now() + 2 * TICKET_SECONDS * 1000 });
      return taken === 'inserted' ? ticket : undefined;
    },
    async removeExpired(limit) {
      const found = await used.find({ range: { field: 'expiresAt', below: now() }, orderBy: 'expiresAt', limit });
      await Promise.all(found.map(({ id }) => used.remove(id)));
      return found.length;
    },
  };
}

/** A user id for clients that bring none. */
export function newUserId(): string {
  return `dl_${randomBytes(12).toString('hex')}`;
}
