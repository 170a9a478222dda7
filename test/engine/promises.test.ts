import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { initialState } from '../../src/engine/state.js';
import { HISTORY_LIMIT, step } from '../../src/engine/step.js';
import type { Command, ConversationState, DeskView, Input, ModeratorAct, StepResult } from '../../src/engine/types.js';
import { createFind } from '../../src/find/find.js';
import { createFindCard } from '../../src/turn/crisis.js';
import { createInterpret } from '../../src/turn/interpret.js';
import { content, guide, LOCALES, TODAY } from '../support/guide.js';

const COMMANDS: Command[] = ['back', 'restart', 'menu', 'ask_moderator', 'help_now', 'my_data'];
const interpret = createInterpret(guide, createFindCard(content), createFind(guide));

/** What a moderator may do, each once. */
const ACTS: { readonly [D in 'claimed' | 'said' | 'released' | 'closed' | 'proposed_call']: ModeratorAct } = {
  claimed: { did: 'claimed', organisation: 'Elternnetz', languages: ['tr', 'de'] },
  said: { did: 'said', text: 'Merhaba' },
  released: { did: 'released' },
  closed: { did: 'closed', outcome: 'answered' },
  proposed_call: { did: 'proposed_call' },
};

type Move =
  | { press: number }
  | { type: string }
  | { command: Command }
  | { locale: string }
  | { stale: string }
  | { moderator: keyof typeof ACTS; id: string };

const anyMove: fc.Arbitrary<Move> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ press: fc.nat(4) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.oneof(fc.string(), fc.constantFrom('0151 23456789', 'Fatma', '2', 'geri', 'رجوع', 'canıma tak etti', 'dortmund')),
    }),
  },
  { weight: 2, arbitrary: fc.record({ command: fc.constantFrom(...COMMANDS) }) },
  { weight: 1, arbitrary: fc.record({ locale: fc.constantFrom(...LOCALES, 'xx') }) },
  { weight: 1, arbitrary: fc.record({ stale: fc.constantFrom('granted', 'nonsense', 'class_4') }) },
  {
    weight: 2,
    arbitrary: fc.record({
      moderator: fc.constantFrom('claimed', 'said', 'released', 'closed', 'proposed_call'),
      id: fc.constantFrom('m1', 'm2'),
    }),
  },
);
const anyDesk: fc.Arbitrary<DeskView> = fc.record({
  reach: fc.constantFrom('here', 'elsewhere', 'nobody'),
  place: fc.constantFrom('', '@place:essen'),
  ahead: fc.nat(9),
  next: fc.constantFrom('', '@time:2026-11-25T17:00:00Z/2026-11-25T19:00:00Z'),
});

function inputFor(move: Move, state: ConversationState): Input {
  if ('press' in move) {
    const choices = state.prompt?.choices ?? [];
    return { kind: 'choice', choice: choices[move.press % Math.max(1, choices.length)] ?? 'none', promptId: state.prompt?.promptId ?? '' };
  }
  if ('command' in move) return { kind: 'command', command: move.command };
  if ('stale' in move) return { kind: 'choice', choice: move.stale, promptId: 'old' };
  if ('moderator' in move) {
    const act = ACTS[move.moderator];
    return { kind: 'moderator', moderatorId: move.id, name: 'Ayşe', act };
  }
  const done = 'type' in move ? ({ kind: 'text', text: move.type } as const) : ({ kind: 'locale', locale: move.locale } as const);
  return interpret(state, { id: 'a', conversationId: 'c', done });
}

function take(state: ConversationState, input: Input, desk: DeskView): StepResult {
  const flows = guide.flows(input.kind === 'locale' ? input.locale : state.locale);
  const first = step(flows, state, input, { today: TODAY });
  return first.needs ? step(flows, state, input, { today: TODAY, desk }) : first;
}

const opened = (locale: string, desk: DeskView) => take(initialState({ locale, content: content.version }), { kind: 'opened' }, desk).state;

describe('whatever a parent, a moderator or an old button does', () => {
  test('no contact is kept without the consent for it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...LOCALES), anyDesk, fc.array(anyMove, { maxLength: 60 }), (locale, desk, moves) => {
        let state = opened(locale, desk);
        for (const move of moves) {
          const result = take(state, inputFor(move, state), desk);
          for (const effect of result.effects)
            if (effect.kind === 'save_contact') expect(result.state.consents[effect.purpose]).toBe('granted');
          state = result.state;
        }
      }),
      { numRuns: 400 },
    );
  });

  test('a step ends, gives the same result again, and its state survives being stored as JSON', () => {
    fc.assert(
      fc.property(fc.constantFrom(...LOCALES), anyDesk, fc.array(anyMove, { maxLength: 40 }), (locale, desk, moves) => {
        let state = opened(locale, desk);
        for (const move of moves) {
          const input = inputFor(move, state);
          const result = take(state, input, desk);
          expect(take(JSON.parse(JSON.stringify(state)), input, desk)).toEqual(result);
          expect(result.needs).toBeUndefined();
          expect(result.effects.length).toBeLessThanOrEqual(20);
          expect(result.state.history.length).toBeLessThanOrEqual(HISTORY_LIMIT);
          state = JSON.parse(JSON.stringify(result.state));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('there is always an open question with a way on', () => {
    fc.assert(
      fc.property(fc.constantFrom(...LOCALES), anyDesk, fc.array(anyMove, { maxLength: 40 }), (locale, desk, moves) => {
        let state = opened(locale, desk);
        for (const move of moves) {
          state = take(state, inputFor(move, state), desk).state;
          expect((state.prompt?.choices.length ?? 0) > 0 || state.prompt?.collect !== undefined).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('one moderator at most owns a talk, and only the owner speaks or closes', () => {
    fc.assert(
      fc.property(anyDesk, fc.array(anyMove, { maxLength: 60 }), (desk, moves) => {
        let state = opened('tr', desk);
        for (const move of moves) {
          const result = take(state, inputFor(move, state), desk);
          if ('moderator' in move && move.moderator !== 'claimed' && state.moderatorId !== move.id) expect(result.effects).toEqual([]);
          if ('moderator' in move && state.mode === 'moderator' && state.moderatorId !== move.id)
            expect(result.state.moderatorId).toBe(state.moderatorId);
          state = result.state;
        }
      }),
      { numRuns: 300 },
    );
  });

  test('words of danger bring the help card, in every mode and at every place', () => {
    fc.assert(
      fc.property(fc.constantFrom(...LOCALES), anyDesk, fc.array(anyMove, { maxLength: 30 }), (locale, desk, moves) => {
        let state = opened(locale, desk);
        for (const move of moves) state = take(state, inputFor(move, state), desk).state;
        const result = take(
          state,
          interpret(state, { id: 'a', conversationId: 'c', done: { kind: 'text', text: 'canıma tak etti, yaşamak istemiyorum' } }),
          desk,
        );
        expect(result.effects[0]).toMatchObject({ kind: 'say', textKey: 'suicide-and-despair.card' });
        expect(JSON.stringify(result)).not.toContain('yaşamak');
      }),
      { numRuns: 200 },
    );
  });
});

describe('back', () => {
  const pressable = fc.array(fc.nat(4), { minLength: 2, maxLength: 20 });

  test('equals a fresh run without the last answer', () => {
    fc.assert(
      fc.property(pressable, anyDesk, (presses, desk) => {
        let state = opened('de', desk);
        let before = state;
        for (const press of presses) {
          before = state;
          const result = take(state, inputFor({ press }, state), desk);
          state = result.state;
        }
        if (state.history.length !== before.history.length + 1) return;
        const back = take(state, { kind: 'command', command: 'back' }, desk).state;
        const { turn: _turn, prompt, topic: _topic, ...rest } = back;
        const { turn: _turnBefore, prompt: promptBefore, topic: _topicBefore, ...restBefore } = before;
        expect(JSON.parse(JSON.stringify(rest))).toEqual(JSON.parse(JSON.stringify(restBefore)));
        expect(prompt?.choices).toEqual(promptBefore?.choices);
      }),
      { numRuns: 400 },
    );
  });

  test('stops at a sent request', () => {
    const desk: DeskView = { reach: 'here', place: '', ahead: 0, next: '' };
    let state = opened('de', desk);
    const press = (choice: string) => {
      state = take(state, { kind: 'choice', choice, promptId: state.prompt?.promptId ?? '' }, desk).state;
    };
    press('skip');
    state = take(state, { kind: 'command', command: 'ask_moderator' }, desk).state;
    press('skip');
    press('go_on');
    press('skip');
    press('granted');
    expect(state.mode).toBe('waiting');
    const result = take(state, { kind: 'command', command: 'back' }, desk);
    expect(result.state.mode).toBe('waiting');
    expect(result.effects).toMatchObject([{ textKey: 'common.nothing_to_go_back' }]);
  });
});
