import express from 'express';
import { readCompiled } from '../../src/content/compiled.js';
import { createGuide } from '../../src/content/guide.js';
import { initialState } from '../../src/engine/state.js';
import { step } from '../../src/engine/step.js';
import type { ConversationState } from '../../src/engine/types.js';
import { LOCALE } from '../dialog.js';
import { listen } from './ready.js';

// As bare as it gets: express, a map, our step, keys as JSON. No page, no store, no sealing: the distance to it is reported, not judged.
const guide = createGuide(readCompiled('dist/content.json'), { offerDrafts: true });
const states = new Map<string, ConversationState>();
const app = express();
app.use(express.json());
app.post('/turn', (request, response) => {
  const { id, choice } = request.body as { id: string; choice?: string };
  const before = states.get(id) ?? initialState({ locale: LOCALE, content: guide.content.version });
  const promptId = before.prompt?.promptId ?? '';
  const input =
    choice === undefined
      ? ({ kind: 'opened' } as const)
      : choice === 'back'
        ? ({ kind: 'command', command: 'back' } as const)
        : ({ kind: 'choice', choice, promptId } as const);
  const { state, effects } = step(guide.flows(LOCALE), before, input, { today: '2026-11-24' });
  states.set(id, state);
  response.json({ said: effects.map((effect) => (effect.kind === 'say' ? effect.textKey : effect.kind)), choices: state.prompt?.choices });
});
listen(app);
