import { expect } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { initialState } from '../../src/engine/state.js';
import { step } from '../../src/engine/step.js';
import type { ConversationState, DeskView, Effect, Input, StepResult } from '../../src/engine/types.js';
import { createFind } from '../../src/find/find.js';
import { createFindCard } from '../../src/turn/crisis.js';
import { createInterpret } from '../../src/turn/interpret.js';
import { content, guide, TODAY } from './guide.js';

/** Whole conversations in keys, so that one file holds for all languages; see docs/content.md. */
const transcript = z.strictObject({
  name: z.string(),
  locale: z.string(),
  municipality: z.string().optional(),
  today: z.string().default(TODAY),
  desk: z.enum(['here', 'elsewhere', 'nobody']).default('nobody'),
  turns: z.array(
    z.strictObject({
      parent: z.union([
        z.string(),
        z.strictObject({ opened: z.literal(true), topic: z.string().optional() }),
        z.strictObject({ choice: z.string() }),
        z.strictObject({ command: z.enum(['back', 'restart', 'menu', 'ask_moderator', 'help_now', 'my_data']) }),
        z.strictObject({ locale: z.string() }),
      ]),
      bot: z.array(z.string()),
      effects: z.array(z.looseObject({ kind: z.string() })).optional(),
      state: z.looseObject({}).optional(),
    }),
  ),
});
type Turn = z.infer<typeof transcript>['turns'][number];

const find = createFind(guide);
const interpret = createInterpret(guide, createFindCard(content), find);

/** Makes the search ready: only then other languages are suggested. */
export const prepareSearch = () => find.prepare();

function inputOf({ parent }: Turn, state: ConversationState): Input {
  if (typeof parent === 'string') return interpret(state, { id: 'a', conversationId: 'c', done: { kind: 'text', text: parent } });
  if ('opened' in parent) return { kind: 'opened', topic: parent.topic };
  if ('choice' in parent) return { kind: 'choice', choice: parent.choice, promptId: state.prompt?.promptId ?? '' };
  if ('command' in parent) return { kind: 'command', command: parent.command };
  return { kind: 'locale', locale: parent.locale };
}

function take(state: ConversationState, input: Input, today: string, desk: DeskView): StepResult {
  const flows = guide.flows(input.kind === 'locale' ? input.locale : state.locale, state.municipality);
  const first = step(flows, state, input, { today });
  return first.needs ? step(flows, state, input, { today, desk }) : first;
}

const said = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.kind === 'say' && effect.sender !== 'parent' ? [effect.textKey] : []));

/** Of what happened, the fields a transcript names; each is compared whole, so that `{}` means empty and not "anything". */
const named = (actual: object, expected: object = {}) => Object.fromEntries(Object.entries(actual).filter(([field]) => field in expected));

/** Plays a transcript against the real content and compares every turn; between turns the state goes through JSON, as in a store. */
export function replay(yaml: string): void {
  const { name, locale, municipality, today, desk, turns } = transcript.parse(parse(yaml));
  let state = initialState({ locale, municipality, content: content.version });
  for (const [index, turn] of turns.entries()) {
    const view = { reach: desk, place: desk === 'elsewhere' ? '@place:essen' : '', ahead: 0, next: '' };
    const { effects, state: after } = take(state, inputOf(turn, state), today, view);
    expect(said(effects), `${name}, turn ${index + 1}`).toEqual(turn.bot);
    if (turn.effects) {
      const owed = effects.filter(({ kind }) => kind !== 'say');
      expect(
        owed.map((effect, at) => named(effect, turn.effects?.[at])),
        `${name}, turn ${index + 1}`,
      ).toEqual(turn.effects);
    }
    if (turn.state) expect(named(after, turn.state), `${name}, turn ${index + 1}`).toEqual(turn.state);
    state = JSON.parse(JSON.stringify(after));
  }
}
