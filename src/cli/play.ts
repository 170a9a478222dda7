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
import type { ConversationState, DeskView, Effect, Input, World } from '../engine/types.js';
import { createFind } from '../find/find.js';
import { readTables, TABLES_FOLDER } from '../find/tables.js';
import { createFindCard } from '../turn/crisis.js';
import { createInterpret } from '../turn/interpret.js';

/** What a talk in the terminal supposes. */
export interface PlayOptions {
  readonly locale: string;
  /** ISO day that dated texts are read on; today by default. */
  readonly today?: string;
  readonly topic?: string;
  readonly municipality?: string;
  /** Whether a person can be reached. */
  readonly desk?: DeskView['reach'];
  /** File that the talk is kept in, as a transcript test. */
  readonly save?: string;
}

/** Where the lines come from and go to. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly interactive: boolean;
  print(text: string): void;
}

interface SavedTurn {
  readonly parent: string | { readonly opened: true; readonly topic?: string };
  readonly bot: readonly string[];
}

/** A talk in the terminal: type a number, a label or a word; an empty line ends it. Returns the exit code. */
export async function play(content: Content, options: PlayOptions, { input, interactive, print }: Terminal): Promise<number> {
  const { locale, today = berlinDay(new Date()), topic, municipality, desk = 'nobody', save } = options;
  const guide = createGuide(content, { offerDrafts: true });
  if (!guide.locales.some((offered) => offered.locale === locale)) {
    print(`There is no language ${locale}. Languages: ${guide.locales.map((offered) => offered.locale).join(', ')}`);
    return 2;
  }
  const find = createFind(guide, readTables(TABLES_FOLDER, content.version));
  const interpret = createInterpret(guide, createFindCard(content), find);
  const place = desk === 'elsewhere' ? `@place:${Object.keys(content.packs)[0] ?? ''}` : '';
  const world: World = { today, desk: { reach: desk, place, ahead: 0, next: '' } };
  const turns: SavedTurn[] = [];
  let state: ConversationState = initialState({ locale, municipality, content: content.version });

  const take = (given: Input, said: SavedTurn['parent']) => {
    const result = step(guide.flows(given.kind === 'locale' ? given.locale : state.locale, state.municipality), state, given, world);
    state = result.state;
    turns.push({ parent: said, bot: keysOf(result.effects) });
    for (const effect of result.effects) show(effect);
  };
  const show = (effect: Effect) => {
    const body = bodyOf(guide, effect);
    if (!body || (body.kind === 'said' && body.sender === 'parent')) return;
    const presenting = { guide, receiptCode: () => '0000 0000 0000 0000', now: () => Date.parse(today) };
    const message = present(presenting, { conversationId: 'play', seq: 0, at: 0, body }, state.locale);
    print(`\n${renderPlainText(guide, message)}`);
  };

  take({ kind: 'opened', topic }, { opened: true, ...(topic === undefined ? {} : { topic }) });
  const lines = createInterface({ input, output: interactive ? process.stdout : undefined, terminal: interactive });
  lines.setPrompt('> ');
  // Lines that come from a file may have ended long before they are answered.
  const ask = () => {
    if (interactive) lines.prompt();
  };
  ask();
  for await (const line of lines) {
    if (line.trim() === '') break;
    take(interpret(state, { id: 'play', conversationId: 'play', done: { kind: 'text', text: line } }), line);
    ask();
  }
  lines.close();
  if (save) {
    const where = municipality === undefined ? {} : { municipality };
    writeFileSync(save, stringify({ name: `a talk played on ${today}`, locale, ...where, today, desk, turns }));
  }
  return 0;
}

/** What the bot said, as keys. */
function keysOf(effects: readonly Effect[]): string[] {
  return effects.flatMap((effect) => (effect.kind === 'say' && effect.sender !== 'parent' ? [effect.textKey] : []));
}
