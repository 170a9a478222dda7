import { randomUUID } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { z } from 'zod';
import type { Config } from '../../config.js';
import { type ForgetDependencies, forgetConversation } from '../../contacts/forget.js';
import { flowOfTopic } from '../../engine/topics.js';
import { StoreError, UnknownConversationError } from '../../errors.js';
import type { Feed } from '../../feed/feed.js';
import { clearCookie, readCookie, setCookie } from '../../http/cookies.js';
import { networkKey, once, perMinute, unrecognisable } from '../../http/limits.js';
import { pickLocale } from '../../http/locale.js';
import { publicOrigin, sendPage, sendText } from '../../http/page.js';
import type { Log } from '../../log.js';
import type { School, Schools } from '../../schools/schools.js';
import { sameSecret } from '../../sessions/sessions.js';
import type { StoredConversation } from '../../store/conversations.js';
import type { StoredMessage } from '../../store/messages.js';
import type { Done, Start } from '../../turn/activity.js';
import type { FindCard } from '../../turn/crisis.js';
import type { HandleTurn, TurnOutcome } from '../../turn/handle-turn.js';
import { until } from '../../turn/until.js';
import { Ask, asks, Bubbles, ChatPage, type ChatView, Dock } from './chat.js';
import { ArrivalPage, ErrorPage, HelpPage, LanguagePage } from './pages.js';
import { previewTalk, readTalk, type Talk, type TalkDependencies, type TalkPlace, talkWith } from './parent-talk.js';
import { hasTalk } from './plain-pages.js';

export interface WebchatDependencies extends TalkDependencies, ForgetDependencies {
  readonly config: Config;
  readonly handleTurn: HandleTurn;
  readonly log: Log;
  readonly findCard: FindCard;
  readonly schools: Schools;
  readonly feed: Feed;
  /** Address of the page's script. */
  readonly script: string;
}

/** Posts a minute. A whole school may sit behind one address: 600 families that write every 5 seconds pass (security.md R-LIM-01). */
const TURNS_PER_NETWORK = 9000;
const NEW_TALKS_PER_NETWORK = 1500;
const TURNS_PER_TALK = 60;

const short = z.string().max(64);
const startFields = { lang: short.optional(), s: short.optional(), start_topic: short.optional() };
const arrivalQuery = z.strictObject({ lang: short.optional(), topic: short.optional() });
const chatQuery = z.strictObject({
  lang: short.optional(),
  s: short.optional(),
  topic: short.optional(),
  /** Makes the address new, so that a link to the same page reads it again. */
  now: short.optional(),
  before: z.coerce.number().int().min(1).optional(),
});

/** One thing per post: a button, a command, words, a language, or a topic. */
const turnBody = z
  .strictObject({
    csrf: short.optional(),
    shown: short.optional(),
    activity: z.string().regex(/^[\w-]{8,64}$/),
    ...startFields,
    promptId: short.optional(),
    choice: short.optional(),
    command: z.enum(['back', 'restart', 'menu', 'ask_moderator', 'help_now', 'my_data']).optional(),
    text: z.string().max(4000).optional(),
    locale: short.optional(),
    topic: short.optional(),
  })
  .refine((body) => [body.choice, body.command, body.text, body.locale, body.topic].filter((part) => part !== undefined).length === 1);
type TurnBody = z.infer<typeof turnBody>;

/** The parents' pages. Everything works by links and forms; the script only makes it smoother. */
export function webchatRoutes(dependencies: WebchatDependencies): Router {
  const { guide, config, sessions, conversations, schools, feed, findCard } = dependencies;
  const router = Router();

  const send = (request: Request, response: Response, page: VNode) => sendPage(request, response, page);
  const queryLocale = (request: Request) => pickLocale(request, guide, request.query.lang);

  async function openTalk(request: Request): Promise<{ token: string; stored: StoredConversation } | undefined> {
    const token = readCookie(request, 'parent');
    const session = await sessions.read('parent', token);
    const stored = session && (await conversations.load(session.subject));
    return token && stored ? { token, stored } : undefined;
  }

  const hiddenFields = (token: string | undefined, more: { readonly [name: string]: string | undefined } = {}) => ({
    ...(token ? { csrf: sessions.csrf(token) } : {}),
    activity: randomUUID(),
    ...Object.fromEntries(Object.entries(more).filter((entry): entry is [string, string] => entry[1] !== undefined)),
  });

  function viewOf(talk: Talk, fields: ChatView['hidden'], more: Partial<ChatView> = {}): ChatView {
    const { locale } = talk.state;
    const hidden = { ...fields, shown: locale };
    const draft = guide.texts.locale(locale).review === 'draft';
    return {
      guide,
      locale,
      ...talk,
      hidden,
      script: dependencies.script,
      draft,
      places: Object.values(guide.content.packs),
      ...more,
    };
  }

  async function arrival(request: Request, response: Response, school: School | undefined, topic: string | undefined): Promise<void> {
    const locale = queryLocale(request);
    const open = await openTalk(request);
    const view = {
      guide,
      locale,
      school,
      topic,
      operator: config.operator.name,
      suggested: locale,
      hasTalk: open !== undefined,
      hidden: hiddenFields(open?.token),
    };
    send(request, response, <ArrivalPage {...view} />);
  }

  router.get('/', async (request, response) => {
    const query = arrivalQuery.parse(request.query);
    if (query.lang && guide.locales.some(({ locale }) => locale === query.lang)) return chat(request, response, query);
    return arrival(request, response, undefined, query.topic);
  });

  router.get('/s/:code', async (request, response) => {
    const query = arrivalQuery.parse(request.query);
    const school = await schools.find(request.params.code);
    if (!school) {
      response.status(404);
      return send(request, response, <ErrorPage guide={guide} locale={queryLocale(request)} problem="link_gone" />);
    }
    if (query.lang) return chat(request, response, { ...query, s: school.code });
    return arrival(request, response, school, query.topic);
  });

  router.get('/s/:code/poster', async (request, response) => {
    const school = await schools.find(request.params.code);
    if (!school) {
      response.status(404);
      return send(request, response, <ErrorPage guide={guide} locale={queryLocale(request)} problem="link_gone" />);
    }
    const { PosterPage } = await import('./poster.js');
    const link = `${publicOrigin(request, config)}/s/${school.code}`;
    return send(request, response, <PosterPage guide={guide} school={school} link={link} operator={config.operator.name} />);
  });

  router.get('/chat', async (request, response) => chat(request, response, chatQuery.parse(request.query)));

  async function chat(request: Request, response: Response, query: z.infer<typeof chatQuery>): Promise<void> {
    const open = await openTalk(request);
    if (open) {
      const talk = await readTalk(dependencies, open.stored, { before: query.before });
      const offered = query.topic && offeredTopic(query.topic, talk.state);
      return send(request, response, <ChatPage {...viewOf(talk, hiddenFields(open.token), offered ? { offeredTopic: offered } : {})} />);
    }
    if (!query.lang) return response.redirect(303, '/');
    const school = query.s ? await schools.find(query.s) : undefined;
    const start: Start = {
      locale: pickLocale(request, guide, query.lang),
      topic: query.topic,
      school: school?.code,
      municipality: school?.municipality,
    };
    const hidden = hiddenFields(undefined, { lang: start.locale, s: school?.code, start_topic: query.topic });
    return send(request, response, <ChatPage {...viewOf(previewTalk(dependencies, start), hidden)} />);
  }

  function offeredTopic(topic: string, { locale, municipality }: Talk['state']): ChatView['offeredTopic'] {
    const flow = flowOfTopic(guide.flows(locale, municipality), topic);
    return flow && { topic, title: guide.texts.text(locale, `${flow.name}.title`, {}, municipality) };
  }

  const talkKey = once((request) => {
    const token = readCookie(request, 'parent');
    return token && unrecognisable(token);
  });
  const limits = [
    perMinute(TURNS_PER_NETWORK, networkKey),
    perMinute(TURNS_PER_TALK, talkKey),
    perMinute(NEW_TALKS_PER_NETWORK, (request) => (talkKey(request) ? undefined : networkKey(request))),
  ];
  router.post('/chat', ...limits, async (request, response) => {
    const body = turnBody.parse(request.body);
    const locale = pickLocale(request, guide, body.shown, body.lang);
    const card = body.text === undefined ? undefined : findCard(body.text);
    try {
      await takeTurn(request, response, body);
    } catch (error) {
      // Words of danger are answered whatever else is broken.
      if (card === undefined || !(error instanceof StoreError)) throw error;
      send(request, response, <HelpPage guide={guide} locale={locale} card={card} hasTalk={hasTalk(request)} />);
    }
  });

  async function takeTurn(request: Request, response: Response, body: TurnBody): Promise<void> {
    const token = readCookie(request, 'parent');
    const session = await sessions.read('parent', token);
    const ours = token && body.csrf && sameSecret(body.csrf, sessions.csrf(token));
    if (session && !ours && (!body.lang || (await conversations.load(session.subject))))
      return refuse(request, response, pickLocale(request, guide, body.shown, body.lang));
    const activity = { id: body.activity, address: { channel: 'webchat' }, done: doneOf(body) };
    if (token && session && ours) {
      const conversationId = session.subject;
      const outcome = await until('shown', dependencies, { ...activity, conversationId });
      const kept = outcome.effects.some(({ kind }) => kind === 'keep_consent' || kind === 'save_contact');
      const renewed = kept ? await sessions.renew('parent', token) : undefined;
      if (renewed) setCookie(response, 'parent', renewed);
      return answerTurn(request, response, { ...outcome, conversationId }, renewed ?? token);
    }
    if (!body.lang) throw new UnknownConversationError('');
    const conversationId = randomUUID();
    const school = body.s ? await schools.find(body.s) : undefined;
    const start: Start = {
      previewed: true,
      locale: pickLocale(request, guide, body.lang),
      topic: body.start_topic,
      school: school?.code,
      municipality: school?.municipality,
    };
    const [outcome, begun] = await Promise.all([
      until('shown', dependencies, { ...activity, conversationId, start }),
      sessions.begin('parent', conversationId),
    ]);
    setCookie(response, 'parent', begun);
    return answerTurn(request, response, { ...outcome, conversationId }, begun);
  }

  /** With script the new bubbles alone, without it the page again. */
  async function answerTurn(
    request: Request,
    response: Response,
    turn: TurnOutcome & { readonly conversationId: string },
    token: string,
  ): Promise<void> {
    if (!request.get('x-fragment')) return response.redirect(303, '/chat#now');
    const after = seqOf(request.get('x-after'));
    const said = !turn.repeated && after === turn.seqBefore ? turn.messages : undefined;
    return fragment(request, response, turn, token, after, said);
  }

  function refuse(request: Request, response: Response, locale: string): void {
    response.status(403);
    send(request, response, <ErrorPage guide={guide} locale={locale} problem="bad_request" />);
  }

  /** What the script puts in place after a turn: new bubbles, the open question, the dock. */
  async function fragment(
    request: Request,
    response: Response,
    place: TalkPlace,
    token: string,
    after: number,
    said?: readonly StoredMessage[],
  ): Promise<void> {
    const { locale, mode, prompt } = place.state;
    const fresh = said ? talkWith(dependencies, place, said) : await readTalk(dependencies, place, { after });
    // The open question may stand further up.
    const all = prompt && !fresh.messages.some((message) => asks(message, prompt));
    const view = viewOf(all ? await readTalk(dependencies, place) : fresh, hiddenFields(token));
    response.type('html');
    const parts = (
      <div data-lang={locale} data-dir={guide.texts.locale(locale).dir} data-mode={mode} data-seq={fresh.messages.at(-1)?.seq ?? after}>
        <div>
          <Bubbles {...view} messages={fresh.messages} />
        </div>
        <Ask {...view} />
        <Dock {...view} />
      </div>
    );
    sendText(request, response, renderToString(parts));
  }

  router.get('/chat/since/:seq', async (request, response) => {
    const open = await openTalk(request);
    if (!open) throw new UnknownConversationError('');
    return fragment(request, response, open.stored, open.token, seqOf(request.params.seq));
  });

  /** Wakes the page while a person is or may be writing; the page then reads on. */
  router.get('/chat/stream', async (request, response) => {
    const open = await openTalk(request);
    if (!open || request.get('sec-fetch-site') === 'cross-site') {
      response.status(403).end();
      return;
    }
    const { token } = open;
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' });
    response.write('retry: 3000\n\ndata: changed\n\n');
    const unlisten = feed.listen(open.stored.conversationId, () => response.write('data: changed\n\n'));
    const check = setInterval(async () => {
      const session = await sessions.read('parent', token).catch(() => undefined);
      if (session) response.write(': still here\n\n');
      else response.end();
    }, 30_000);
    response.on('close', () => {
      clearInterval(check);
      unlisten();
    });
  });

  router.post('/chat/forget', async (request, response) => {
    const { csrf } = z.strictObject({ csrf: short, activity: short.optional(), shown: short.optional() }).parse(request.body);
    const open = await openTalk(request);
    if (open && !sameSecret(csrf, sessions.csrf(open.token))) return refuse(request, response, open.stored.state.locale);
    if (open) await forgetConversation(dependencies, open.stored.conversationId, { contacts: false });
    clearCookie(response, 'parent');
    response.setHeader('Clear-Site-Data', '"cache", "storage"');
    response.redirect(303, '/');
  });

  router.get('/language', async (request, response) => {
    const open = await openTalk(request);
    if (!open) return response.redirect(303, '/');
    return send(request, response, <LanguagePage guide={guide} locale={open.stored.state.locale} hidden={hiddenFields(open.token)} />);
  });

  return router;
}

/** The place in the talk that a client names; the beginning for anything that is none. */
function seqOf(given: string | undefined): number {
  return /^\d{1,8}$/.test(given ?? '') ? Number(given) : 0;
}

function doneOf({ choice, promptId = '', command, text, locale, topic }: TurnBody): Done {
  if (choice !== undefined) return { kind: 'choice', choice, promptId };
  if (command !== undefined) return { kind: 'command', command };
  if (locale !== undefined) return { kind: 'locale', locale };
  if (topic !== undefined) return { kind: 'topic', topic };
  return { kind: 'text', text: text ?? '' };
}
