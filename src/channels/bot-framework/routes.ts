import { createHash, createHmac, randomUUID } from 'node:crypto';
import express, { Router } from 'express';
import { z } from 'zod';
import type { Guide } from '../../content/guide.js';
import { type Presenting, present } from '../../effects/present.js';
import { networkKey, perMinute } from '../../http/limits.js';
import { matchLocale } from '../../http/locale.js';
import type { Log } from '../../log.js';
import type { ConversationStore } from '../../store/conversations.js';
import type { MessageStore } from '../../store/messages.js';
import type { Activity, Done } from '../../turn/activity.js';
import type { HandleTurn, TurnOutcome } from '../../turn/handle-turn.js';
import { until } from '../../turn/until.js';
import { doneOf } from '../activities/activities.js';
import { errorBody, protocolErrors } from '../activities/problems.js';
import { addressOf, type PostedActivity, postedActivity, toReply } from './activities.js';
import { type BotAuthentication, unauthorized } from './authentication.js';
import { maySendTo } from './service-hosts.js';

export interface BotRoutesDependencies extends Presenting {
  readonly guide: Guide;
  readonly conversations: ConversationStore;
  readonly messages: MessageStore;
  readonly handleTurn: HandleTurn;
  readonly log: Log;
}

export interface BotRoutesOptions {
  readonly authentication: BotAuthentication;
  readonly hosts: readonly string[] | 'loopback';
  /** Makes our conversation ids of theirs, so that ours tell nothing about a person. */
  readonly idKey: Buffer;
}

const MESSAGES_PATH = '/api/messages';
const BODY_LIMIT = '256kb';
const ACTIVITIES_PER_NETWORK = 6000;

/** The Bot Framework's way in. A post is answered as soon as its turn cannot be lost; the replies go their own way, or in the answer where asked for. */
export function botFrameworkRoutes(dependencies: BotRoutesDependencies, { authentication, hosts, idKey }: BotRoutesOptions): Router {
  const { guide, conversations, messages, log } = dependencies;
  const router = Router();
  router.use(perMinute(ACTIVITIES_PER_NETWORK, networkKey));
  router.use(express.json({ limit: BODY_LIMIT, strict: true }));

  router.post('/', async (request, response) => {
    const header = request.get('authorization');
    const signed = z.object({ serviceUrl: z.string(), channelId: z.string().min(1) }).safeParse(request.body);
    await authentication.check(signed.success ? signed.data : { serviceUrl: '', channelId: '' }, header);
    const posted = postedActivity.parse(request.body);
    if (!maySendTo(posted.serviceUrl, hosts)) throw unauthorized();
    if (posted.type === 'invoke') {
      response.status(501).json(errorBody('NotImplemented', 'Invoke activities have no meaning here.'));
      return;
    }
    const activity = await activityOf(posted);
    if (!activity) {
      response.status(200).end();
      return;
    }
    if (!activity.inReply) {
      await until('durable', dependencies, activity);
      response.status(200).end();
      return;
    }
    const outcome = await until('shown', dependencies, activity);
    response.json({ activities: await repliesOf(activity.conversationId, posted, outcome) });
  });

  async function activityOf(posted: PostedActivity): Promise<Activity | undefined> {
    const { channelId, conversation, from, id, locale, text, value, deliveryMode } = posted;
    // A talk belongs to one parent: nothing is said before others.
    if (conversation.isGroup || ['groupChat', 'channel'].includes(conversation.conversationType ?? '')) return undefined;
    const conversationId = createHmac('sha256', idKey).update(`${channelId}|${conversation.id}|${from.id}`).digest('hex').slice(0, 40);
    const done = await doneBy(posted, conversationId);
    if (!done) return undefined;
    return {
      id: id === undefined ? randomUUID() : `bf-${digest(id)}`,
      conversationId,
      address: addressOf(posted),
      start: { locale: matchLocale(guide, locale ? [locale] : []) },
      ...(done.kind === 'opened' ? {} : { foldKey: digest(JSON.stringify([text?.trim() ?? '', value ?? null])) }),
      inReply: deliveryMode === 'expectReplies',
      done,
    };
  }

  /** A message, or the start of a talk: someone other than the bot joined. */
  async function doneBy(posted: PostedActivity, conversationId: string): Promise<Done | undefined> {
    if (posted.type !== 'conversationUpdate') return doneOf(posted);
    const joined = posted.membersAdded?.some(({ id }) => id !== posted.recipient.id);
    return joined && !(await conversations.load(conversationId)) ? { kind: 'opened' } : undefined;
  }

  async function repliesOf(
    conversationId: string,
    { channelId }: PostedActivity,
    { state, seqBefore, lastSeq, repeated, messages: said }: TurnOutcome,
  ) {
    // An activity that came again gets the answer of the first time, from the log.
    const found = repeated ? await messages.after(conversationId, seqBefore, Math.max(1, lastSeq - seqBefore)) : said;
    return found
      .filter(({ seq }) => seq <= lastSeq)
      .map((message) => present(dependencies, message, state.locale))
      .filter(({ sender }) => sender !== 'parent')
      .map((message) => toReply(guide, channelId, message));
  }

  router.use((_request, response) => {
    response.status(405).set('Allow', 'POST').json(errorBody('MethodNotAllowed', 'This address takes POST only.'));
  });

  router.use(protocolErrors(log, MESSAGES_PATH));
  return router;
}

function digest(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}
