import { createHash, randomUUID } from 'node:crypto';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import type { Config } from '../../config.js';
import { networkKey, perMinute } from '../../http/limits.js';
import { pickLocale } from '../../http/locale.js';
import type { Log } from '../../log.js';
import type { School, Schools } from '../../schools/schools.js';
import { sameSecret } from '../../sessions/sessions.js';
import type { StoredConversation } from '../../store/conversations.js';
import type { HandleTurn } from '../../turn/handle-turn.js';
import { until } from '../../turn/until.js';
import { doneOf, incomingActivity } from '../activities/activities.js';
import { errorBody, ProtocolError, protocolErrors, talkIsGone } from '../activities/problems.js';
import { activityId } from './activities.js';
import { type ReadOn, readOn } from './read-on.js';
import { DIRECT_LINE_PATH, type DirectLineTokens, type Grant, newUserId, TOKEN_SECONDS } from './tokens.js';

export interface DirectLineDependencies extends ReadOn {
  readonly config: Config;
  readonly schools: Schools;
  readonly handleTurn: HandleTurn;
  readonly directLine: DirectLineTokens;
  readonly log: Log;
}

const BODY_LIMIT = '16kb';
const NEW_TALKS_PER_NETWORK = 600;
const ACTIVITIES_PER_TALK = 60;

const user = z.object({ id: z.string().min(1).max(100).optional() });
const startBody = z.object({
  user: user.nullish(),
  locale: z.string().max(64).nullish(),
  /** A school's link code and a topic, as on the parents' page. */
  channelData: z.object({ school: z.string().max(64).optional(), topic: z.string().max(64).optional() }).nullish(),
});
/** All addresses of the protocol that exist here. */
const PATHS = [
  '/tokens/generate',
  '/tokens/refresh',
  '/conversations',
  '/conversations/:id',
  '/conversations/:id/activities',
  '/conversations/:id/upload',
];
const watermarkOf = z.string().regex(/^\d{0,9}$/);

const badToken = () => new ProtocolError(401, 'Unauthorized', 'A valid secret or token is needed.');
const tokenExpired = () => new ProtocolError(403, 'TokenExpired', 'The token is not valid (any more) for this conversation.');

/**
 * Direct Line 3.0, so that any standard web chat client can hold a talk. The clients read the log themselves; who wrote, to whom and where is set
 * here and never taken from a client.
 */
export function directLineRoutes(dependencies: DirectLineDependencies): Router {
  const { config, guide, schools, conversations, directLine, log } = dependencies;
  const router = Router();
  router.use(crossOrigin);
  router.use(express.json({ limit: BODY_LIMIT, strict: true }));
  const startLimit = perMinute(NEW_TALKS_PER_NETWORK, networkKey);
  const activityLimit = perMinute(ACTIVITIES_PER_TALK, (request) => String(request.params.id));

  const base = (request: Request) => (config.publicUrlGiven ? config.publicUrl.origin : `${request.protocol}://${request.get('host')}`);

  /** The secret opens a new conversation, a token its own one. */
  async function grantOf(request: Request): Promise<Grant | 'secret' | undefined> {
    const [, given] = /^Bearer ([\w.~+/-]+=*)$/.exec(request.get('authorization') ?? '') ?? [];
    if (!given) throw badToken();
    if (sameSecret(given, directLine.secret)) return 'secret';
    return directLine.read(given);
  }

  async function grantFor(request: Request, conversationId: string): Promise<Grant> {
    const grant = await grantOf(request);
    if (grant === undefined) throw tokenExpired();
    if (grant === 'secret') {
      const stored = await conversations.load(conversationId);
      if (stored?.address.channel !== 'directline') throw talkIsGone();
      return { conversationId, user: stored.address.user ?? '' };
    }
    if (grant.conversationId !== conversationId) throw tokenExpired();
    return grant;
  }

  async function talkOf(grant: Grant): Promise<StoredConversation> {
    const stored = await conversations.load(grant.conversationId);
    if (stored?.address.channel !== 'directline') throw talkIsGone();
    return stored;
  }

  async function answer(request: Request, grant: Grant, watermark: number, more: { [field: string]: string } = {}) {
    const { conversationId } = grant;
    const ticket = await directLine.issueTicket({ ...grant, watermark });
    const address = `${base(request).replace(/^http/, 'ws')}${DIRECT_LINE_PATH}/conversations/${conversationId}/stream?t=${ticket}`;
    return { conversationId, token: await directLine.issue(grant), expires_in: TOKEN_SECONDS, streamUrl: address, ...more };
  }

  router.post('/tokens/generate', startLimit, async (request, response) => {
    if ((await grantOf(request)) !== 'secret') throw badToken();
    const given = startBody.parse(request.body ?? {});
    const grant = { conversationId: randomUUID(), user: given.user?.id ?? newUserId() };
    response.json({ conversationId: grant.conversationId, token: await directLine.issue(grant), expires_in: TOKEN_SECONDS });
  });

  router.post('/tokens/refresh', async (request, response) => {
    const grant = await grantOf(request);
    if (grant === undefined || grant === 'secret') throw tokenExpired();
    response.json({ conversationId: grant.conversationId, token: await directLine.issue(grant), expires_in: TOKEN_SECONDS });
  });

  router.post('/conversations', startLimit, async (request, response) => {
    const granted = await grantOf(request);
    if (granted === undefined) throw tokenExpired();
    const given = startBody.parse(request.body ?? {});
    const grant = granted === 'secret' ? { conversationId: randomUUID(), user: given.user?.id ?? newUserId() } : granted;
    const known = await conversations.load(grant.conversationId);
    if (!known) {
      const school = await schoolOf(given.channelData?.school);
      await until('shown', dependencies, {
        id: `dl-start-${grant.conversationId}`,
        conversationId: grant.conversationId,
        address: { channel: 'directline', user: grant.user },
        start: {
          locale: pickLocale(request, guide, given.locale, given.locale?.split('-')[0]),
          topic: given.channelData?.topic,
          school: school?.code,
          municipality: school?.municipality,
        },
        done: { kind: 'opened' },
      });
    }
    response.status(known ? 200 : 201).json(await answer(request, grant, 0, { referenceGrammarId: randomUUID() }));
  });

  async function schoolOf(code: string | undefined): Promise<School | undefined> {
    const school = code === undefined ? undefined : await schools.find(code);
    if (code !== undefined && !school) throw new ProtocolError(400, 'BadArgument', 'channelData.school is not the code of a school here.');
    return school;
  }

  router.get('/conversations/:id', async (request, response) => {
    const grant = await grantFor(request, request.params.id);
    await talkOf(grant);
    response.json(await answer(request, grant, watermark(request)));
  });

  router.get('/conversations/:id/activities', async (request, response) => {
    const grant = await grantFor(request, request.params.id);
    response.json(await readOn(dependencies, await talkOf(grant), watermark(request), base(request)));
  });

  router.post('/conversations/:id/activities', activityLimit, async (request, response) => {
    const grant = await grantFor(request, String(request.params.id));
    const { conversationId } = await talkOf(grant);
    const given = incomingActivity.parse(request.body);
    const clientId = given.channelData?.clientActivityID ?? randomUUID();
    const done = doneOf(given);
    const id = `dl-${createHash('sha256').update(clientId).digest('hex')}`;
    if (done) await until('shown', dependencies, { id, clientId, conversationId, done });
    response.json({ id: activityId(conversationId, clientId) });
  });

  router.post('/conversations/:id/upload', async (request, response) => {
    await grantFor(request, request.params.id);
    response.status(415).json(errorBody('UploadsNotAccepted', 'Files are not accepted here. Please write words only.'));
  });

  for (const path of PATHS)
    router.all(path, (_request, response) => {
      response.status(405).json(errorBody('MethodNotAllowed', 'This address does not take this method.'));
    });
  router.use((_request, response) => {
    response.status(404).json(errorBody('NotFound', 'There is no such address.'));
  });

  router.use(protocolErrors(log, DIRECT_LINE_PATH));
  return router;
}

function watermark(request: Request): number {
  return Number(watermarkOf.parse(typeof request.query.watermark === 'string' ? request.query.watermark : '') || 0);
}

/** Called from other sites by bearer token and no cookie: open to all origins, and only here (R-SES-04, R-HDR-01). */
const crossOrigin: RequestHandler = (request: Request, response: Response, next) => {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  if (request.method !== 'OPTIONS') return next();
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST, OPTIONS');
  response.setHeader('Access-Control-Allow-Headers', 'authorization, content-type, x-ms-bot-agent, x-requested-with');
  response.setHeader('Access-Control-Max-Age', '600');
  response.status(204).end();
};
