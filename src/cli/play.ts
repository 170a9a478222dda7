import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { stringify } from 'yaml';
import { renderPlainText } from '../channels/plain-text/render.js';
import { berlinDay } from '../content/format.js';
import { createGuide } from '../content/guide.js';
import type { Content } from '../content/types.js';
import { present } from '../effects/present.js';
import { bodyOf } from '../effects/write-log.js';
import { initialState } from '../engine/state.js';
import { step } from '../engine/step.js';
import type { ConversationState, Effect, Input, World } from '../engine/types.js';
import { createFindCard } from '../turn/crisis.js';
import { createInterpret } from '../turn/interpret.js';

interface PlayOptions {
  readonly locale: string;
  readonly today?: string;
  readonly topic?: string;
  readonly save?: string;
}

interface SavedTurn {
  readonly parent: string | { readonly opened: true };
  readonly bot: readonly string[];
}

/** A talk in the terminal: type a number, a label or a word; an empty line ends it. Returns the exit code. */
export async function play(content: Content, { locale, today = berlinDay(new Date()), topic, save }: PlayOptions): Promise<number> {
  const guide = createGuide(content, { offerDrafts: true });
  const interpret = createInterpret(guide, createFindCard(Object.values(content.crisis)));
  const world: World = { today, desk: { reach: 'nobody', ahead: 0, next: '' } };
  const turns: SavedTurn[] = [];
  let state: ConversationState = initialState({ locale, content: content.version });

  const take = (input: Input, said: SavedTurn['parent']) => {
    const result = step(guide.flows(input.kind === 'locale' ? input.locale : state.locale), state, input, world);
    state = result.state;
    turns.push({ parent: said, bot: keysOf(result.effects) });
    for (const effect of result.effects) print(effect);
  };
  const print = (effect: Effect) => {
    const body = bodyOf(guide, effect);
    if (!body || (body.kind === 'said' && body.sender === 'parent')) return;
    const presenting = { guide, receiptCode: () => '0000 0000 0000 0000', now: () => Date.parse(today) };
    console.log(`\n${renderPlainText(guide, present(presenting, { conversationId: 'play', seq: 0, at: 0, body }, state.locale))}`);
  };

  take({ kind: 'opened', topic }, { opened: true });
  const terminal = createInterface({ input: process.stdin, output: process.stdout, terminal: process.stdin.isTTY === true });
  terminal.setPrompt('> ');
  terminal.prompt();
  for await (const line of terminal) {
    if (line.trim() === '') break;
    take(interpret(state, { id: 'play', conversationId: 'play', done: { kind: 'text', text: line } }), line);
    terminal.prompt();
  }
  terminal.close();
  if (save) writeFileSync(save, stringify({ name: `a talk played on ${today}`, locale, today, turns }));
  return 0;
}

/** What the bot said, as keys. */
function keysOf(effects: readonly Effect[]): string[] {
  return effects.flatMap((effect) => (effect.kind === 'say' && effect.sender !== 'parent' ? [effect.textKey] : []));
}
