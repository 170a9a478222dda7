import { expect, test } from 'vitest';
import { DIALOG, LOCALE } from '../../bench/dialog.js';
import { PLACES } from '../../bench/places.js';
import { initialState } from '../../src/engine/state.js';
import { step } from '../../src/engine/step.js';
import { content, guide, TODAY } from '../support/guide.js';

test('the talk that benches hold with every system is one that the guide really holds', () => {
  const flows = guide.flows(LOCALE);
  let { state } = step(flows, initialState({ locale: LOCALE, content: content.version }), { kind: 'opened' }, { today: TODAY });
  let place = PLACES.start;
  for (const press of DIALOG) {
    const { prompt } = state;
    if (press !== 'back') expect(prompt?.choices, press).toContain(press);
    const input =
      press === 'back'
        ? ({ kind: 'command', command: 'back' } as const)
        : ({ kind: 'choice', choice: press, promptId: prompt?.promptId ?? '' } as const);
    const result = step(flows, state, input, { today: TODAY });
    state = result.state;
    place = PLACES[place?.next[press] ?? ''];
    const said = result.effects.flatMap((effect) => (effect.kind === 'say' && effect.sender === 'bot' ? [effect.textKey] : []));
    if (press !== 'back') expect(said, press).toEqual(place?.say);
  }
});
