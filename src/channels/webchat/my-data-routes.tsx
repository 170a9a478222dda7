import { randomUUID } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { AuditEntry } from '../../audit/audit.js';
import type { Contact } from '../../contacts/contacts.js';
import { type ForgetDependencies, forgetConversation } from '../../contacts/forget.js';
import { present } from '../../effects/present.js';
import { clearCookie, readCookie, setCookie } from '../../http/cookies.js';
import { limitTo, networkKey } from '../../http/limits.js';
import { pickLocale } from '../../http/locale.js';
import { sendPage } from '../../http/page.js';
import { sameSecret } from '../../sessions/sessions.js';
import type { StoredConversation } from '../../store/conversations.js';
import type { HandleTurn } from '../../turn/handle-turn.js';
import { readAnswer } from '../../turn/interpret.js';
import { MyDataPage, type MyDataView } from './my-data.js';
import type { TalkDependencies } from './parent-talk.js';

/** Tries of receipt codes from one network in 15 minutes (R-DSR-02). */
const CODE_TRIES = 20;
const CODE_WINDOW_MS = 15 * 60_000;
const SHOWN_ANSWERS = 100;

const body = z.strictObject({
  do: z.enum(['erase_all', 'withdraw', 'correct', 'open']),
  csrf: z.string().max(64).optional(),
  shown: z.string().max(16).optional(),
  activity: z.string().max(64).optional(),
  contact: z.string().max(64).optional(),
  name: z.string().max(200).optional(),
  phone: z.string().max(200).optional(),
  code: z.string().max(80).optional(),
});

/** What opens "my data": the talk of this device, or a receipt code typed on any device, or both. */
interface Opened {
  readonly token: string | undefined;
  readonly conversationId: string | undefined;
  readonly talk: StoredConversation | undefined;
  readonly contacts: readonly Contact[];
}

export interface MyDataDependencies extends TalkDependencies, ForgetDependencies {
  readonly handleTurn: HandleTurn;
}

/** What the page says after an act. */
const OUTCOMES: { readonly [act: string]: string } = { erase_all: 'deleted', withdraw: 'withdrawn', correct: 'saved' };

/** The purpose under which a left message is kept. */
const MESSAGE = 'message';

/** See, download, correct, withdraw, delete: at once, in the parent's language (R-DSR-01). */
export function myDataRoutes(dependencies: MyDataDependencies): Router {
  const { guide, sessions, conversations, contacts, requests, receipts, audit, messages, handleTurn, now } = dependencies;
  const router = Router();
  const limiter = limitTo(CODE_TRIES, CODE_WINDOW_MS, networkKey);

  const localeOf = (request: Request, opened: Opened, shown?: string) =>
    pickLocale(request, guide, shown, request.query.lang, opened.talk?.state.locale, opened.contacts[0]?.locale);

  /** The message is gone from the desk, whoever had it. */
  async function takeMessageBack(conversationId: string): Promise<void> {
    await handleTurn({ id: randomUUID(), conversationId, done: { kind: 'message_withdrawn' } });
    for (const { id, left } of await requests.ofConversation(conversationId)) if (left) await requests.remove(id);
  }

  async function open(request: Request): Promise<Opened> {
    const [token, receipt] = [readCookie(request, 'parent'), readCookie(request, 'receipt')];
    const [own, byCode] = await Promise.all([sessions.read('parent', token), sessions.read('receipt', receipt)]);
    const conversationId = own?.subject ?? byCode?.subject;
    const talk = conversationId ? await conversations.load(conversationId) : undefined;
    return {
      token: own ? token : byCode ? receipt : undefined,
      conversationId,
      talk,
      contacts: conversationId ? await contacts.ofConversation(conversationId) : [],
    };
  }

  async function looksAt(opened: Opened): Promise<AuditEntry[]> {
    const entries = await Promise.all(opened.contacts.map(({ id }) => audit.about(id)));
    return entries.flat().filter(({ event }) => event === 'contact_revealed');
  }

  async function wordsAsked(conversationId: string): Promise<MyDataView['asked']> {
    const open = await requests.ofConversation(conversationId);
    return open.flatMap(({ since, summary: { question, message } }) =>
      (question ?? message) ? [{ at: since, words: message ?? question ?? '' }] : [],
    );
  }

  async function viewOf(request: Request, opened: Opened, notice?: string, shown?: string): Promise<MyDataView> {
    const locale = localeOf(request, opened, shown);
    const { conversationId, talk, token } = opened;
    const written = talk?.state.handedOver ? await messages.newest(talk.conversationId, talk.lastSeq + 1, SHOWN_ANSWERS) : [];
    return {
      guide,
      locale,
      talk: talk && { locale: talk.state.locale, messages: talk.lastSeq, expiresAt: talk.expiresAt },
      contacts: opened.contacts,
      receipts: conversationId ? await receipts.ofConversation(conversationId) : [],
      looks: await looksAt(opened),
      asked: conversationId ? await wordsAsked(conversationId) : [],
      answers: written.filter(({ body: { kind } }) => kind === 'written').map((message) => present(dependencies, message, locale)),
      hidden: { ...(token ? { csrf: sessions.csrf(token) } : {}), shown: locale },
      notice,
    };
  }

  async function show(request: Request, response: Response, notice?: string, shown?: string): Promise<void> {
    const view = await viewOf(request, await open(request), notice, shown);
    sendPage(request, response, <MyDataPage {...view} />);
  }

  router.get('/my-data', async (request, response) => {
    const notice =
      typeof request.query.done === 'string' && Object.values(OUTCOMES).includes(request.query.done)
        ? `data.${request.query.done}`
        : undefined;
    await show(request, response, notice);
  });

  router.get('/my-data/download', async (request, response) => {
    const opened = await open(request);
    const { guide: _guide, hidden: _hidden, notice: _notice, ...data } = await viewOf(request, opened);
    if (opened.conversationId) await audit.append({ event: 'exported', actor: 'parent', subject: opened.conversationId, at: now() });
    response.setHeader('Content-Disposition', 'attachment; filename="my-data.json"');
    response
      .type('json')
      .send(
        JSON.stringify(
          { ...data, answers: data.answers.map(({ sender, name, text, at }) => ({ sender, name, text, at: new Date(at).toISOString() })) },
          null,
          2,
        ),
      );
  });

  router.post('/my-data', async (request, response, next) => {
    const given = body.parse(request.body);
    if (given.do === 'open')
      return limiter(request, response, (error?: unknown) => (error ? next(error) : void openByCode(request, response, given).catch(next)));
    const opened = await open(request);
    if (!opened.token || !opened.conversationId || !sameSecret(given.csrf ?? '', sessions.csrf(opened.token))) {
      response.status(403);
      return show(request, response, 'data.wrong_code', given.shown);
    }
    const contact = opened.contacts.find(({ id }) => id === given.contact);
    if (given.do === 'erase_all') {
      await forgetConversation(dependencies, opened.conversationId, { contacts: true });
      clearCookie(response, 'parent');
      clearCookie(response, 'receipt');
    } else if (contact && given.do === 'withdraw') {
      // The words first: should this be cut off in between, the contact still opens the way to do it again.
      if (contact.purpose === MESSAGE && opened.talk) await takeMessageBack(opened.conversationId);
      await contacts.erase(contact.id);
      await receipts.withdraw(opened.conversationId, contact.purpose, now());
      await audit.append({ event: 'consent_withdrawn', actor: 'parent', subject: contact.id, at: now() });
    } else if (contact && given.do === 'correct') {
      const fields = { ...contact.fields };
      for (const [field, as] of [
        ['name', 'first_name'],
        ['phone', 'phone_number'],
      ] as const) {
        const typed = given[field];
        if (fields[field] === undefined || typed === undefined) continue;
        const answer = readAnswer(guide, as, typed);
        if (!('value' in answer)) {
          response.status(400);
          return show(request, response, `invalid.${as}`, given.shown);
        }
        fields[field] = answer.value;
      }
      await contacts.correct(contact.id, fields);
    }
    dependencies.feed.changed(opened.conversationId);
    return response.redirect(303, `/my-data?${new URLSearchParams({ lang: given.shown ?? '', done: OUTCOMES[given.do] ?? 'deleted' })}`);
  });

  async function openByCode(request: Request, response: Response, given: z.infer<typeof body>): Promise<void> {
    const contact = await contacts.byCode(given.code ?? '');
    if (!contact) {
      await audit.append({ event: 'receipt_refused', actor: 'parent', subject: randomUUID(), at: now() });
      response.status(404);
      return show(request, response, 'data.wrong_code', given.shown);
    }
    setCookie(response, 'receipt', await sessions.begin('receipt', contact.conversationId));
    return response.redirect(303, `/my-data?lang=${given.shown ?? contact.locale}`);
  }

  return router;
}
