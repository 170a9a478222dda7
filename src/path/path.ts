import type { PathStep } from '../content/types.js';

/** What a family told of one child; every part may be missing. */
export interface ChildStage {
  readonly stage: string;
  /** School form, where it makes a difference. */
  readonly form?: string;
  /** Newly in Germany. */
  readonly isNew: boolean;
}

/** A step with its time: days that are published, or the months in which it usually falls. */
export interface DatedStep {
  readonly id: string;
  readonly topic: string;
  readonly terms: readonly string[];
  readonly asks: string;
  readonly checked: string;
  /** ISO days, both included. For `open` they are the first day of the first month and the last of the last. */
  readonly from: string;
  readonly to: string;
  /** `known` days are published, state-wide or by the city; `open` ones nobody has published yet. */
  readonly kind: 'known' | 'open';
  /** Today lies within. */
  readonly isNow: boolean;
}

export interface Path {
  /** What still comes in this school year, in order. */
  readonly steps: readonly DatedStep[];
  /** The stage after the summer, where there is just one, and what comes first there. */
  readonly next?: { readonly stage: string; readonly steps: readonly DatedStep[] };
}

/** The stages of a child in their order; the last may lead to several. */
export const STAGES: readonly string[] = [
  'kita',
  'starting_school',
  'class_1',
  'class_2',
  'class_3',
  'class_4',
  'class_5_to_7',
  'class_8',
  'class_9',
  'class_10',
  'upper_level',
];
export const FORMS: readonly string[] = [
  'hauptschule',
  'realschule',
  'sekundarschule',
  'gesamtschule',
  'gymnasium',
  'foerderschule',
  'berufskolleg',
];
/** Stages in which the school form makes a difference. */
export const STAGES_WITH_FORM: readonly string[] = ['class_5_to_7', 'class_8', 'class_9', 'class_10', 'upper_level'];
/** Stages that are followed by another one after just one school year. */
const FOLLOWED = ['starting_school', 'class_1', 'class_2', 'class_3', 'class_4', 'class_8', 'class_9'];
/** In NRW a school year begins on 1 August (SchulG section 7). */
const FIRST_MONTH = 8;
const NEXT_YEAR_STEPS = 4;

/** Days that a city has published: step → spans of ISO days. */
export type PublishedDates = { readonly [step: string]: readonly { readonly from: string; readonly to: string }[] };

/**
 * The steps of a child's way from a day on. Days that are neither published by the state nor by the city are openly unknown; nothing is computed from last year.
 *
 * @param today ISO day in Europe/Berlin
 */
export function pathOf(steps: readonly PathStep[], published: PublishedDates, child: ChildStage, today: string): Path {
  const year = schoolYear(today);
  const here = datedSteps(steps, published, child, year, today);
  const stage = FOLLOWED.includes(child.stage) ? STAGES[STAGES.indexOf(child.stage) + 1] : undefined;
  if (stage === undefined) return { steps: here };
  const next = datedSteps(steps, published, { ...child, stage, isNew: false }, year + 1, today);
  return { steps: here, next: { stage, steps: next.slice(0, NEXT_YEAR_STEPS) } };
}

/** The year in which the school year of a day began. */
function schoolYear(day: string): number {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return month >= FIRST_MONTH ? year : year - 1;
}

function datedSteps(steps: readonly PathStep[], published: PublishedDates, child: ChildStage, year: number, today: string): DatedStep[] {
  return steps
    .filter((step) => concerns(step, child))
    .flatMap((step) => {
      const dated = dateOf(step, published, year);
      return dated.to < today ? [] : [{ ...dated, isNow: dated.from <= today }];
    })
    .sort((one, other) => compare(dueOf(one), dueOf(other)) || compare(one.to, other.to) || compare(one.id, other.id));
}

/** What goes on already is due when it ends, what is still to come when it begins. */
function dueOf({ isNow, from, to }: DatedStep): string {
  return isNow ? to : from;
}

function concerns({ stages, forms, new: onlyNew }: PathStep, { stage, form, isNew }: ChildStage): boolean {
  if (!stages.includes(stage) || (onlyNew && !isNew)) return false;
  return forms.length === 0 || form === undefined || forms.includes(form);
}

function dateOf(
  { id, topic, terms, asks, checked, months, known }: PathStep,
  published: PublishedDates,
  year: number,
): Omit<DatedStep, 'isNow'> {
  const base = { id, topic, terms, asks, checked };
  const within = ({ from }: { readonly from: string }) => schoolYear(from) === year;
  const day = (published[id] ?? []).find(within) ?? known.find(within);
  if (day) return { ...base, ...day, kind: 'known' };
  const [first, last] = months;
  return { ...base, from: `${monthIn(year, first)}-01`, to: lastDay(monthIn(year, last)), kind: 'open' };
}

/** `2027-02` for February of the school year that began in 2026. */
function monthIn(year: number, month: number): string {
  return `${month >= FIRST_MONTH ? year : year + 1}-${String(month).padStart(2, '0')}`;
}

function lastDay(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
