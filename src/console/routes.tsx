import { randomUUID } from 'node:crypto';
import { type Request as HttpRequest, type Response, Router } from 'express';
import { z } from 'zod';
import type { Audit } from '../audit/audit.js';
import type { ContactStore } from '../contacts/contacts.js';
import { type Presenting, present } from '../effects/present.js';
import type { ModeratorAct } from '../engine/types.js';
import type { Feed } from '../feed/feed.js';
import type { Desk } from '../handover/desk.js';
import { PASSWORD_LENGTH, type People, type Person, PRESENCE_MS } from '../handover/people.js';
import { QUEUE } from '../handover/requests.js';
import { clearCookie, readCookie, setCookie } from '../http/cookies.js';
import { limitTo, networkKey } from '../http/limits.js';
import { pickLocale } from '../http/locale.js';
import { sendPage } from '../http/page.js';
import { type Sessions, sameSecret } from '../sessions/sessions.js';
import type { MessageStore } from '../store/messages.js';
import { JoinPage, LoginPage, ProfilePage } from './account-pages.js';
import { REASONS } from './card.js';
import { DeskPage, type DeskView, type OpenTalk, OUTCOMES } from './desk-page.js';
import { readProfile } from './profile-form.js';

export interface ConsoleDependencies extends Presenting {
  readonly people: People;
  readonly sessions: Sessions;
  readonly desk: Desk;
  readonly messages: MessageStore;
  readonly contacts: ContactStore;
  readonly audit: Audit;
  readonly feed: Feed;
  readonly script: string;
}

/** Tries to log in from one network in 15 minutes (R-AUT-06, first step). */
const LOGIN_TRIES = 30;
const LOGIN_WINDOW_MS = 15 * 60_000;
const HISTORY = 60;

const loginBody = z.strictObject({ login: z.string().max(200), password: z.string().max(200) });
const actBody = z.strictObject({
  csrf: z.string().max(64),
  act: z.string().regex(/^[\w-]{8,64}$/),
  do: z.enum(['claim', 'say', 'release', 'transfer', 'close', 'propose_call', 'reveal']),
  text: z.string().max(4000).optional(),
  to: z.string().max(64).optional(),
  outcome: z.enum(OUTCOMES).optional(),
  contact: z.string().max(64).optional(),
  reason: z.enum(REASONS).optional(),
});

interface SignedIn {
  readonly person: Person;
  readonly token: string;
}

/** The moderators' console: forms and links; the script only keeps the queue and the talk fresh. */
export function consoleRoutes(dependencies: ConsoleDependencies): Router {
  const { guide, people, sessions, desk, messages, contacts, audit, feed, now, script } = dependencies;
  const router = Router();
  const limiter = limitTo(LOGIN_TRIES, LOGIN_WINDOW_MS, networkKey);

  const guestLocale = (request: HttpRequest) => pickLocale(request, guide);

  async function signedIn(request: HttpRequest): Promise<SignedIn | undefined> {
    const token = readCookie(request, 'person');
    const session = await sessions.read('person', token);
    const person = session && (await people.get(session.subject));
    return token && person?.active ? { person, token } : undefined;
  }

  /** Who is not signed in is led to the login; a form without its token is refused. */
  function guarded(run: (request: HttpRequest, response: Response, who: SignedIn) => Promise<unknown>) {
    return async (request: HttpRequest, response: Response): Promise<unknown> => {
      const who = await signedIn(request);
      if (!who) return response.redirect(303, '/console/login');
      if (request.method === 'POST' && !sameSecret(String(request.body?.csrf ?? ''), sessions.csrf(who.token)))
        return response.status(403).json({ code: 'csrf' });
      return run(request, response, who);
    };
  }

  async function showDesk(request: HttpRequest, response: Response, who: SignedIn, more: Partial<DeskView> = {}): Promise<void> {
    const { person, token } = who;
    const talk = more.open;
    const view: DeskView = {
      guide,
      locale: person.locale,
      person,
      csrf: sessions.csrf(token),
      actId: randomUUID(),
      now: now(),
      rows: await desk.queue(person),
      view: 'list',
      colleagues: (await people.present()).filter(
        ({ id, languages }) => id !== person.id && (!talk || languages.includes(talk.request.locale)),
      ),
      script,
      ...more,
    };
    sendPage(request, response, <DeskPage {...view} />);
  }

  async function openTalk(person: Person, requestId: string, revealed?: string): Promise<OpenTalk | undefined> {
    const request = await desk.open(person, requestId);
    if (!request) return undefined;
    const [stored, released] = await Promise.all([
      messages.newest(request.conversationId, Number.MAX_SAFE_INTEGER, HISTORY),
      contacts.ofConversation(request.conversationId),
    ]);
    const lines = stored
      .filter(({ body }) => body.kind === 'written' || !body.private)
      .map((message) => ({
        hers: present(dependencies, message, person.locale),
        theirs: present(dependencies, message, request.locale),
      }));
    return { request, mine: true, lines, contacts: released, revealed };
  }

  router.get('/console/login', (request, response) => {
    sendPage(request, response, <LoginPage guide={guide} locale={guestLocale(request)} now={now()} />);
  });

  router.post('/console/login', limiter, async (request, response) => {
    const { login, password } = loginBody.parse(request.body);
    const person = await people.login(login, password);
    await audit.append({
      event: person ? 'login' : 'login_failed',
      actor: person?.id ?? 'unknown',
      subject: person?.id ?? 'unknown',
      at: now(),
    });
    if (!person) {
      response.status(401);
      return sendPage(request, response, <LoginPage guide={guide} locale={guestLocale(request)} now={now()} notice="login_failed" />);
    }
    setCookie(response, 'person', await sessions.begin('person', person.id));
    return response.redirect(303, '/console');
  });

  router.post(
    '/console/logout',
    guarded(async (_request, response, { person, token }) => {
      await sessions.end(token);
      await people.setPresence(person.id, undefined);
      await audit.append({ event: 'logout', actor: person.id, subject: person.id, at: now() });
      clearCookie(response, 'person');
      response.setHeader('Clear-Site-Data', '"cache", "storage"');
      response.redirect(303, '/console/login');
    }),
  );

  router.get('/console/join/:token', async (request, response) => {
    const valid = await people.invited(request.params.token);
    if (!valid) response.status(404);
    const view = { guide, locale: guestLocale(request), now: now() };
    sendPage(request, response, valid ? <JoinPage {...view} token={request.params.token} /> : <JoinPage {...view} notice="join_gone" />);
  });

  router.post('/console/join/:token', limiter, async (request, response) => {
    const { token } = request.params;
    const view = { guide, locale: guestLocale(request), now: now() };
    const profile = readProfile(guide, request.body);
    const account = z
      .object({ login: z.string().trim().min(3).max(80), password: z.string().min(PASSWORD_LENGTH.min).max(PASSWORD_LENGTH.max) })
      .safeParse(request.body);
    if (!profile || !account.success) {
      response.status(400);
      return sendPage(request, response, <JoinPage {...view} token={String(token)} notice="wrong_input" />);
    }
    const joined = await people.join(String(token), account.data.login, account.data.password, profile);
    if (joined === 'gone' || joined === 'taken') {
      response.status(joined === 'gone' ? 404 : 409);
      const page =
        joined === 'gone' ? <JoinPage {...view} notice="join_gone" /> : <JoinPage {...view} token={String(token)} notice="login_taken" />;
      return sendPage(request, response, page);
    }
    await audit.append({ event: 'joined', actor: joined.id, subject: joined.id, at: now() });
    setCookie(response, 'person', await sessions.begin('person', joined.id));
    return response.redirect(303, '/console');
  });

  router.get(
    '/console/me',
    guarded(async (request, response, { person, token }) => {
      const notice = request.query.done === 'saved' ? 'saved' : undefined;
      sendPage(
        request,
        response,
        <ProfilePage guide={guide} locale={person.locale} now={now()} person={person} csrf={sessions.csrf(token)} notice={notice} />,
      );
    }),
  );

  router.post(
    '/console/me',
    guarded(async (request, response, { person, token }) => {
      const profile = readProfile(guide, request.body);
      if (!profile) {
        response.status(400);
        return sendPage(
          request,
          response,
          <ProfilePage guide={guide} locale={person.locale} now={now()} person={person} csrf={sessions.csrf(token)} notice="wrong_input" />,
        );
      }
      await people.updateProfile(person.id, profile);
      return response.redirect(303, '/console/me?done=saved');
    }),
  );

  router.post(
    '/console/presence',
    guarded(async (request, response, { person }) => {
      await people.setPresence(person.id, request.body.present === 'yes' ? now() + PRESENCE_MS : undefined);
      feed.changed(QUEUE);
      response.redirect(303, '/console');
    }),
  );

  router.get(
    '/console',
    guarded((request, response, who) => showDesk(request, response, who, request.query.lost === '1' ? { notice: 'lost' } : {})),
  );

  for (const [path, view] of [
    ['/console/r/:id', 'talk'],
    ['/console/r/:id/card', 'card'],
  ] as const) {
    router.get(
      path,
      guarded(async (request, response, who) => {
        const open = await openTalk(who.person, String(request.params.id));
        if (!open) return response.redirect(303, '/console?lost=1');
        return showDesk(request, response, who, { open, view });
      }),
    );
  }

  router.post(
    '/console/r/:id',
    guarded(async (request, response, who) => {
      const body = actBody.parse(request.body);
      const id = String(request.params.id);
      if (body.do === 'reveal') return reveal(request, response, who, id, body);
      if (body.do === 'claim') {
        const claimed = await desk.claim(who.person, id, body.act);
        return response.redirect(303, claimed === 'done' ? `/console/r/${encodeURIComponent(id)}#reply` : '/console?lost=1');
      }
      const act = actOf(body);
      if (!act) return response.redirect(303, `/console/r/${encodeURIComponent(id)}`);
      const result = await desk.act(who.person, id, body.act, act);
      if (result === 'lost') return response.redirect(303, '/console?lost=1');
      const stays = act.did === 'said' || act.did === 'proposed_call';
      return response.redirect(303, stays ? `/console/r/${encodeURIComponent(id)}#reply` : '/console');
    }),
  );

  /** The reason is written down before anything is shown (R-MOD-02); the family sees it under "my data". */
  async function reveal(
    request: HttpRequest,
    response: Response,
    who: SignedIn,
    id: string,
    { contact, reason = 'other' }: z.infer<typeof actBody>,
  ): Promise<unknown> {
    const open = await openTalk(who.person, id, contact);
    const shown = open?.contacts.find((candidate) => candidate.id === contact);
    if (!open || !shown) return response.redirect(303, '/console?lost=1');
    await audit.append({ event: 'contact_revealed', actor: who.person.id, subject: shown.id, at: now(), reason });
    await contacts.touch(shown.id);
    return showDesk(request, response, who, { open, view: 'card' });
  }

  router.get(
    '/console/stream',
    guarded(async (request, response, { token }) => {
      if (request.get('sec-fetch-site') === 'cross-site') return response.status(403).end();
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' });
      response.write('retry: 3000\n\n');
      const wake = () => response.write('data: changed\n\n');
      const talk = typeof request.query.r === 'string' ? request.query.r.slice(0, request.query.r.lastIndexOf(':')) : '';
      const stops = [feed.listen(QUEUE, wake), ...(talk ? [feed.listen(talk, wake)] : [])];
      // What changed between the page and this stream.
      wake();
      const check = setInterval(async () => {
        const still = await sessions.peek('person', token).catch(() => undefined);
        const person = still && (await people.get(still.subject).catch(() => undefined));
        if (person?.active) response.write(': still here\n\n');
        else response.end();
      }, 5_000);
      response.on('close', () => {
        clearInterval(check);
        for (const stop of stops) stop();
      });
      return undefined;
    }),
  );

  return router;
}

function actOf({ do: what, text, to, outcome }: z.infer<typeof actBody>): Exclude<ModeratorAct, { did: 'claimed' }> | undefined {
  switch (what) {
    case 'say':
      return text?.trim() ? { did: 'said', text: text.trim() } : undefined;
    case 'release':
      return { did: 'released' };
    case 'transfer':
      return to ? { did: 'transferred', to } : undefined;
    case 'close':
      return { did: 'closed', outcome: outcome ?? 'other' };
    case 'propose_call':
      return { did: 'proposed_call' };
    case 'claim':
    case 'reveal':
      return undefined;
  }
}
