import { type Request, Router } from 'express';
import { z } from 'zod';
import { berlinDay, withoutMarks } from '../../content/format.js';
import type { Guide } from '../../content/guide.js';
import { readSlot } from '../../engine/slots.js';
import type { ConversationState } from '../../engine/types.js';
import { sendPage, sendText } from '../../http/page.js';
import { calendarFile } from '../../path/calendar.js';
import { FORMS, type Path, pathOf, STAGES } from '../../path/path.js';
import { pageLocale } from './parent-talk.js';
import { type PathChoice, PathPage } from './path.js';

export interface PathDependencies {
  readonly guide: Guide;
  readonly now: () => number;
  /** The state of this browser's open talk, where there is one. */
  readonly openState: (request: Request) => Promise<ConversationState | undefined>;
}

const empty = z.literal('').transform(() => undefined);
const query = z.strictObject({
  lang: z.string().max(16).optional(),
  stage: z.enum(STAGES).or(empty).optional(),
  form: z.enum(FORMS).or(empty).optional(),
  place: z.string().max(64).or(empty).optional(),
  new: z.enum(['1']).or(empty).optional(),
  step: z
    .string()
    .regex(/^[a-z0-9_]{1,64}$/)
    .optional(),
  from: z.iso.date().optional(),
});

/** The child's path and its calendar: made from the address alone, or from what the open talk knows. Nothing is kept. */
export function pathRoutes({ guide, now, openState }: PathDependencies): Router {
  const router = Router();
  const places = Object.values(guide.content.packs);

  /** A language that has no path yet shows the page in German rather than nothing. */
  function localeOf(request: Request, state: ConversationState | undefined): string {
    const wanted = pageLocale(request, guide, state);
    return guide.texts.has(wanted, 'path.title') ? wanted : 'de';
  }

  function choiceOf(given: z.infer<typeof query>, state: ConversationState | undefined): PathChoice {
    const place = given.place ?? state?.municipality;
    return {
      stage: given.stage ?? (state && readSlot(state, 'child.stage')),
      form: given.form,
      isNew: given.new === '1',
      place: place !== undefined && guide.content.packs[place] ? place : undefined,
    };
  }

  function pathFor({ stage, form, isNew = false, place }: PathChoice, today: string): Path | undefined {
    if (stage === undefined) return undefined;
    return pathOf(guide.content.steps, guide.content.packs[place ?? '']?.dates ?? {}, { stage, form, isNew }, today);
  }

  router.get('/path', async (request, response) => {
    const given = query.parse(request.query);
    const state = await openState(request);
    const choice = choiceOf(given, state);
    const stages = (state?.children ?? []).flatMap(({ slots }) => slots.stage ?? []);
    const others = [...new Set(stages)].filter((stage) => stage !== choice.stage).map((stage) => ({ stage, place: choice.place }));
    sendPage(
      request,
      response,
      <PathPage
        guide={guide}
        locale={localeOf(request, state)}
        choice={choice}
        path={pathFor(choice, berlinDay(new Date(now())))}
        places={places}
        others={stages.length > 1 ? others : []}
        hasTalk={state !== undefined}
      />,
    );
  });

  router.get('/calendar.ics', async (request, response) => {
    const given = query.parse(request.query);
    const state = await openState(request);
    const locale = localeOf(request, state);
    const choice = choiceOf(given, state);
    const stamp = new Date(now());
    const today = berlinDay(stamp);
    const path = pathFor(choice, today);
    const steps = [...(path?.steps ?? []), ...(path?.next?.steps ?? [])].filter(
      ({ id, from }) => given.step === undefined || (id === given.step && from === (given.from ?? from)),
    );
    const words = (id: string, part: string) => withoutMarks(guide.texts.text(locale, `path.steps.${id}.${part}`));
    const unknown = (step: (typeof steps)[number]) =>
      step.kind === 'open'
        ? `\n${guide.texts.text(locale, 'path.day_unknown', { who: guide.texts.text(locale, `common.helpers.${step.asks}`, {}, choice.place) })}`
        : '';
    const entries = steps.map((step) => {
      const german = step.terms.flatMap((id) => guide.content.terms[id]?.german ?? []).join(', ');
      return {
        step,
        title: german === '' ? words(step.id, 'title') : `${words(step.id, 'title')} (${german})`,
        what: `${words(step.id, 'what')}${withoutMarks(unknown(step))}`,
      };
    });
    response.type('text/calendar; charset=utf-8');
    response.setHeader('Content-Disposition', 'attachment; filename="elternbruecke.ics"');
    sendText(request, response, calendarFile(guide.texts.text(locale, 'path.title'), entries, today, stamp));
  });

  return router;
}
