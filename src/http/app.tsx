import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler, type Response, type Router } from 'express';
import { ZodError } from 'zod';
import { ErrorPage } from '../channels/webchat/pages.js';
import { STYLE } from '../channels/webchat/style.js';
import type { Config } from '../config.js';
import type { Guide } from '../content/guide.js';
import { ConflictError, StoreError, UnknownConversationError } from '../errors.js';
import { describeError, type Log } from '../log.js';
import { TooManyError } from './limits.js';
import { pickLocale } from './locale.js';
import { sendPage } from './page.js';
import { requestId, sameOriginOnly, securityHeaders, styleHash } from './security.js';

const BODY_LIMIT = '16kb';
const METHODS = ['GET', 'HEAD', 'POST', 'OPTIONS'];

export interface AppParts {
  readonly config: Config;
  readonly guide: Guide;
  readonly log: Log;
  /** Further inline style blocks that pages use. */
  readonly styles: readonly string[];
  /** Routes that answer before bodies are read or origins are checked: health, protocols with bearer tokens. */
  readonly open: readonly Router[];
  /** Pages under cookies: form posts from our own pages only. */
  readonly pages: readonly Router[];
}

/** The whole HTTP side: headers, limits, routes, and one way of saying what went wrong. */
export function createApp({ config, guide, log, styles, open, pages }: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  // Nothing of ours is kept by a browser but hashed assets, so nothing is asked for again by a tag.
  app.disable('etag');
  app.set('trust proxy', config.trustedProxies.length > 0 ? [...config.trustedProxies] : false);
  app.set('query parser', 'simple');
  app.use(securityHeaders([STYLE, ...styles].map(styleHash)));
  app.use(onlyKnownMethods);
  for (const router of open) app.use(router);
  app.use(secureOnly(guide, config));
  const ownPages = sameOriginOnly(new Set([config.publicUrl.origin]));
  app.use((request, response, next) => (request.method === 'POST' ? ownPages(request, response, next) : next()));
  app.use(express.urlencoded({ extended: false, limit: BODY_LIMIT, parameterLimit: 40 }));
  for (const router of pages) app.use(router);
  app.use((request, response) => {
    response.status(404);
    answer(request, response, guide, 'not_found', 'not_found');
  });
  app.use(onError(guide, log));
  return app;
}

const onlyKnownMethods: RequestHandler = (request, response, next) => {
  if (METHODS.includes(request.method)) next();
  else response.status(405).set('Allow', METHODS.join(', ')).json({ code: 'method_not_allowed' });
};

/** Cookies are Secure: any other http address than this machine's gets a page that says why (security.md, decision 4). */
function secureOnly(guide: Guide, config: Config): RequestHandler {
  return (request, response, next) => {
    const local = ['localhost', '127.0.0.1', '[::1]', '::1'].includes(request.hostname);
    if (request.secure || local || config.publicUrl.protocol === 'https:') return next();
    response.status(400);
    return answer(request, response, guide, 'not_secure', 'not_secure');
  };
}

interface Problem {
  readonly status: number;
  /** Stable, for clients and logs. */
  readonly code: string;
  /** Key under `common.error`. */
  readonly words: string;
  readonly retryAfter?: number;
}

function problemOf(error: unknown): Problem {
  if (error instanceof StoreError) return { status: 503, code: 'store_unavailable', words: 'store_away', retryAfter: 10 };
  if (error instanceof ConflictError) return { status: 503, code: 'busy', words: 'store_away', retryAfter: 1 };
  if (error instanceof UnknownConversationError) return { status: 404, code: 'unknown_conversation', words: 'talk_is_gone' };
  if (error instanceof TooManyError) return { status: 429, code: 'too_many', words: 'too_many', retryAfter: error.retryAfter };
  if (error instanceof ZodError) return { status: 400, code: 'bad_request', words: 'bad_request' };
  const status = typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number' ? error.status : 500;
  if (status === 413) return { status, code: 'too_large', words: 'too_long' };
  if (status >= 400 && status < 500) return { status, code: 'bad_request', words: 'bad_request' };
  return { status: 500, code: 'unexpected', words: 'something_went_wrong' };
}

function onError(guide: Guide, log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const { status, code, words, retryAfter } = problemOf(error);
    const id = requestId();
    if (status >= 500)
      log.error('request_failed', { requestId: id, route: request.path.split('/').slice(0, 2).join('/'), status, ...describeError(error) });
    response.status(status);
    if (retryAfter) response.setHeader('Retry-After', String(retryAfter));
    return answer(request, response, guide, code, words, id);
  };
}

/** A page for people, JSON for programs; both say the same and no more. */
function answer(request: Request, response: Response, guide: Guide, code: string, words: string, id?: string): void {
  if (request.get('x-fragment') || !request.accepts('html')) {
    response.json({ code, ...(id ? { requestId: id } : {}) });
    return;
  }
  sendPage(request, response, <ErrorPage guide={guide} locale={localeOf(request, guide)} problem={words} requestId={id} />);
}

function localeOf(request: Request, guide: Guide): string {
  const body: unknown = request.body;
  const shown = typeof body === 'object' && body !== null && 'shown' in body ? body.shown : undefined;
  return pickLocale(request, guide, shown, request.query.lang);
}
