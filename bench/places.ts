import { readCompiled } from '../src/content/compiled.js';
import { createGuide } from '../src/content/guide.js';
import { initialState } from '../src/engine/state.js';
import { step } from '../src/engine/step.js';
import { DIALOG, LOCALE } from './dialog.js';

/** What is said at a place, and where each answer leads. */
export interface Place {
  readonly say: readonly string[];
  readonly next: { readonly [answer: string]: string };
}
const RECOMMENDATION = 'transition-4-5-recommendation';
const TIMELINE = 'transition-4-5-timeline';

/** The way of the measured talk in keys, as every other system is told it. */
export const PLACES: { readonly [name: string]: Place } = {
  start: { say: ['arrival.hello', 'child-stage.ask_band'], next: { primary: 'primary' } },
  primary: { say: ['child-stage.ask_primary'], next: { class_4: 'menu' } },
  menu: {
    say: ['menu.after_class_4'],
    next: { [RECOMMENDATION]: 'recommendation', [TIMELINE]: 'timeline', 'school-forms': 'forms' },
  },
  recommendation: { say: [`${RECOMMENDATION}.short_answer`], next: { what_it_says: 'what_it_says' } },
  what_it_says: { say: [`${RECOMMENDATION}.what_it_says`], next: { with_limits: 'with_limits', one_type: 'one_type' } },
  with_limits: {
    say: ['with_limits', 'several_ways', 'next_step'].map((node) => `${RECOMMENDATION}.${node}`),
    next: { back: 'what_it_says', other_topics: 'menu' },
  },
  one_type: { say: ['one_type', 'several_ways', 'next_step'].map((node) => `${RECOMMENDATION}.${node}`), next: { other_topics: 'menu' } },
  timeline: { say: [`${TIMELINE}.short_answer`], next: { the_talk: 'the_talk' } },
  the_talk: { say: ['the_talk', 'next_step'].map((node) => `${TIMELINE}.${node}`), next: { other_topics: 'menu' } },
  forms: { say: ['school-forms.short_answer'], next: {} },
};

const guide = createGuide(readCompiled('dist/content.json'), { offerDrafts: true });

/** The words of a key in the language of the measured talk. */
export const text = (key: string): string => guide.texts.text(LOCALE, key, {}, undefined);

/** A question with its buttons, in words. */
export interface Question {
  readonly text: string;
  readonly buttons: readonly string[];
}

/** The first question that a family is asked, with the buttons of the real page. */
export function firstQuestion(): Question {
  const start = initialState({ locale: LOCALE, content: guide.content.version });
  const { state } = step(guide.flows(LOCALE), start, { kind: 'opened' }, { today: '2026-11-24' });
  const { flow, node, prompt } = state;
  if (!prompt || `${flow}.${node}` !== PLACES.start?.say.at(-1)) throw new Error(`The talk begins with ${flow}.${node}`);
  const label = (choice: string) => guide.texts.label(LOCALE, flow, choice).replaceAll(/\[\[|]]/g, '');
  return { text: text(`${flow}.${node}`), buttons: prompt.choices.map(label) };
}

/** What a system is told and what it must say to it, turn by turn; the first turn opens the talk. */
export interface Turn {
  readonly told: string;
  readonly said: readonly string[];
}

/** The whole talk, so that every other system's answers can be compared word for word. */
export function expectedTalk(): Turn[] {
  let at = 'start';
  return ['hello', ...DIALOG].map((told, turn) => {
    if (turn > 0) at = PLACES[at]?.next[told] ?? '';
    const place = PLACES[at];
    if (!place) throw new Error(`The talk knows no way on at turn ${turn}: ${told}`);
    return { told, said: place.say.map(text) };
  });
}
