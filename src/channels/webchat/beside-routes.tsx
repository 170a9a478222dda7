import { type Request, Router } from 'express';
import { z } from 'zod';
import type { Config } from '../../config.js';
import type { Guide } from '../../content/guide.js';
import { flowOfTopic } from '../../engine/topics.js';
import type { ConversationState } from '../../engine/types.js';
import { networkKey, perMinute } from '../../http/limits.js';
import { pickLocale } from '../../http/locale.js';
import { publicOrigin, sendPage } from '../../http/page.js';
import { REPORT_KINDS, type Reports } from '../../reports/reports.js';
import { ReportPage, SharePage, ThanksPage } from './feedback.js';
import { GlossaryPage } from './glossary.js';
import { pageLocale } from './parent-talk.js';
import { QUESTIONS, SheetPage } from './sheet.js';

export interface BesideDependencies {
  readonly guide: Guide;
  readonly config: Config;
  readonly reports: Reports;
  /** The state of this browser's open talk, where there is one. */
  readonly openState: (request: Request) => Promise<ConversationState | undefined>;
}

const REPORTS_PER_NETWORK = 60;
const short = z.string().max(64);
const textKey = z.string().regex(/^[a-z0-9-]{1,64}\.[a-z0-9_]{1,64}$/);
const sheetQuery = z.strictObject({
  lang: short.optional(),
  topic: short.optional(),
  q: z.union([z.enum(QUESTIONS).transform((one) => [one]), z.array(z.enum(QUESTIONS)).max(QUESTIONS.length)]).default([]),
});
const reportBody = z.strictObject({ lang: short, key: textKey, hash: z.string().regex(/^[0-9a-f]{16}$/), kind: z.enum(REPORT_KINDS) });

/** Pages beside the talk: the sheet to take along, the German words, a link to send on, and "something is wrong here". */
export function besideRoutes({ guide, config, reports, openState }: BesideDependencies): Router {
  const router = Router();
  const speech = (request: Request, state: ConversationState | undefined) => ({
    guide,
    locale: pageLocale(request, guide, state),
    hasTalk: state !== undefined,
  });
  const flowOf = (locale: string, topic: string, state: ConversationState | undefined) =>
    flowOfTopic(guide.flows(locale, state?.municipality), topic);

  router.get('/sheet', async (request, response) => {
    const { topic, q } = sheetQuery.parse(request.query);
    const state = await openState(request);
    const view = speech(request, state);
    const locale = guide.texts.has(view.locale, 'sheet.title') ? view.locale : 'de';
    const flow = topic === undefined ? undefined : flowOf(locale, topic, state);
    sendPage(request, response, <SheetPage {...view} locale={locale} questions={q} flow={flow} municipality={state?.municipality} />);
  });

  router.get('/glossary', async (request, response) => {
    sendPage(request, response, <GlossaryPage {...speech(request, await openState(request))} />);
  });

  router.get('/share', async (request, response, next) => {
    const { topic } = z.strictObject({ lang: short.optional(), topic: short }).parse(request.query);
    const state = await openState(request);
    const view = speech(request, state);
    const flow = flowOf(view.locale, topic, state);
    if (!flow) return next();
    const link = `${publicOrigin(request, config)}${state?.school ? `/s/${state.school}` : '/'}?${new URLSearchParams({ topic, lang: view.locale })}`;
    sendPage(request, response, <SharePage {...view} link={link} topicTitle={guide.texts.text(view.locale, `${flow.name}.title`)} />);
  });

  router.get('/report', async (request, response, next) => {
    const { key } = z.strictObject({ lang: short.optional(), key: textKey }).parse(request.query);
    const state = await openState(request);
    const view = speech(request, state);
    if (!guide.texts.has(view.locale, key, state?.municipality)) return next();
    const text = guide.texts.text(view.locale, key, {}, state?.municipality);
    const hash = guide.texts.wordingHash(view.locale, key, state?.municipality);
    sendPage(request, response, <ReportPage {...view} textKey={key} text={text} hash={hash} />);
  });

  router.post('/report', perMinute(REPORTS_PER_NETWORK, networkKey), async (request, response, next) => {
    const { lang, key, hash, kind } = reportBody.parse(request.body);
    const locale = pickLocale(request, guide, lang);
    if (!guide.texts.has(locale, key)) return next();
    await reports.add({ textKey: key, locale, textHash: hash, kind });
    sendPage(request, response, <ThanksPage guide={guide} locale={locale} hasTalk={(await openState(request)) !== undefined} />);
  });

  return router;
}
