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
export const networkKey = once((request) => unrecognisable(ipKeyGenerator(request.ip ?? '', IPV6_PREFIX)));

/** A key that is worked out once for each request, however many limits ask for it. */
export function once<T>(key: (request: Request) => T): (request: Request) => T {
  const known = new WeakMap<Request, { readonly key: T }>();
  return (request) => {
    const before = known.get(request) ?? { key: key(request) };
    known.set(request, before);
    return before.key;
  };
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
    standardHeaders: false,
    legacyHeaders: false,
    // The checks of the set-up itself are done once, by the tests.
    validate: false,
    skip: (request) => key(request) === undefined,
    keyGenerator: (request) => key(request) ?? '',
    handler: (request, _response, next) => next(new TooManyError(secondsLeft(request, windowMs))),
  });
}

/** Until the span of this request's limit is over. */
function secondsLeft(request: Request, windowMs: number): number {
  const info: unknown = Reflect.get(request, 'rateLimit');
  const end =
    typeof info === 'object' && info !== null && 'resetTime' in info && info.resetTime instanceof Date ? info.resetTime.getTime() : 0;
  const left = end - Date.now();
  return Math.ceil((left > 0 ? left : windowMs) / 1000);
}

export function perMinute(limit: number, key: (request: Request) => string | undefined): RequestHandler {
  return limitTo(limit, MINUTE_MS, key);
}
