import { createHmac, randomBytes } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { BotError } from '../errors.js';

/** IPv6 networks are counted by this prefix (security.md R-LIM-01). */
const IPV6_PREFIX = 56;
const MINUTE_MS = 60_000;
/** Addresses are counted under a name that only this process can make, and are kept nowhere (R-LIM-02). */
const SALT = randomBytes(32);

/** Someone sent more than the limit allows. */
export class TooManyError extends BotError {
  readonly code = 'too_many';
  /** @param retryAfter seconds */
  constructor(readonly retryAfter: number) {
    super('Too many requests');
  }
}

/** The network a request comes from, unrecognisable. */
export function networkKey(request: Request): string {
  return unrecognisable(ipKeyGenerator(request.ip ?? '', IPV6_PREFIX));
}

/** Anything to count by, under a name that tells nothing. */
export function unrecognisable(value: string): string {
  return createHmac('sha256', SALT).update(value).digest('base64url');
}

/** Lets so many requests of one key pass within a span; the next one is refused with a `TooManyError`. What has no key is not counted. */
export function limitTo(limit: number, windowMs: number, key: (request: Request) => string | undefined): RequestHandler {
  return rateLimit({
    windowMs,
    limit,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    skip: (request) => key(request) === undefined,
    keyGenerator: (request) => key(request) ?? '',
    handler: (_request, response, next) => {
      const wait = Number(response.getHeader('Retry-After')) || Math.ceil(windowMs / 1000);
      next(new TooManyError(wait));
    },
  });
}

export function perMinute(limit: number, key: (request: Request) => string | undefined): RequestHandler {
  return limitTo(limit, MINUTE_MS, key);
}
