import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { renderToString } from 'preact-render-to-string';
import { Ask, Bubbles, Dock } from '../src/channels/webchat/chat.js';
import { type Talk, talkWith } from '../src/channels/webchat/parent-talk.js';
import { readConfig } from '../src/config.js';
import { readCompiled } from '../src/content/compiled.js';
import { createGuide } from '../src/content/guide.js';
import { initialState } from '../src/engine/state.js';
import { step } from '../src/engine/step.js';
import type { ConversationState, Input } from '../src/engine/types.js';
import { assemble, openKeys, openStores, type Parts } from '../src/parts.js';
import { DIALOG, LOCALE } from './dialog.js';
import { heap } from './heap.js';
import { median } from './load.js';

const WORLD = { today: '2026-11-24' };

/** Steps a second, the state written to and read from JSON each turn. */
export function engineSteps(talks: number): number {
  const guide = createGuide(readCompiled('dist/content.json'), { offerDrafts: true });
  const flows = guide.flows(LOCALE);
  const content = guide.content.version;
  const begun = performance.now();
  for (let talk = 0; talk < talks; talk++) {
    let json = JSON.stringify(step(flows, initialState({ locale: LOCALE, content }), { kind: 'opened' }, WORLD).state);
    for (const press of DIALOG) {
      const state: ConversationState = JSON.parse(json);
      json = JSON.stringify(step(flows, state, inputOf(state, press), WORLD).state);
    }
  }
  return (talks * (DIALOG.length + 1)) / ((performance.now() - begun) / 1000);
}

function inputOf(state: ConversationState, press: string): Input {
  if (press === 'back') return { kind: 'command', command: 'back' };
  const { prompt } = state;
  if (!prompt?.choices.includes(press)) throw new Error(`No button ${press} at ${state.flow}.${state.node}`);
  return { kind: 'choice', choice: press, promptId: prompt.promptId };
}

async function open(): Promise<Parts> {
  const config = readConfig({ DATA_DIR: mkdtempSync(join(tmpdir(), 'bench-')), LOG_LEVEL: 'silent' });
  const stores = await openStores(config);
  return assemble({ config, content: readCompiled('dist/content.json'), stores, ring: openKeys(config), now: Date.now });
}

/** Begins talks of some turns, many at once. */
async function seed(parts: Parts, talks: number, turns: number): Promise<string[]> {
  const ids = Array.from({ length: talks }, () => randomUUID());
  const waiting = [...ids];
  const lane = async () => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) await hold(parts, id, turns);
  };
  await Promise.all(Array.from({ length: 64 }, lane));
  return ids;
}

async function hold(parts: Parts, conversationId: string, turns: number): Promise<void> {
  const start = { locale: LOCALE, previewed: true } as const;
  const address = { channel: 'webchat' };
  let { state } = await parts.handleTurn({ id: randomUUID(), conversationId, address, start, done: { kind: 'opened' } });
  for (let turn = 0; turn < turns; turn++) {
    const done = { kind: 'choice', choice: state.prompt?.choices[turn % 2] ?? '', promptId: state.prompt?.promptId ?? '' } as const;
    state = (await parts.handleTurn({ id: randomUUID(), conversationId, address, done })).state;
  }
}

/** Heap that parked talks hold, megabytes per 10,000; needs `--expose-gc`. */
export async function parkedHeap(talks: number): Promise<number> {
  const parts = await open();
  await seed(parts, 500, 3);
  const before = heap();
  await seed(parts, talks, 3);
  const after = heap();
  await parts.documents.close();
  return ((after - before) / talks) * 10_000;
}

/** A turn with the answer that the page gets, microseconds of processor time; the two are measured in turn, the ratio is of the medians. */
async function compareTurns(
  rounds: number,
  one: () => Promise<void>,
  other: () => Promise<void>,
): Promise<{ one: number; other: number; ratio: number }> {
  const took: { one: number[]; other: number[] } = { one: [], other: [] };
  const measure = async (run: () => Promise<void>) => {
    const begun = process.cpuUsage();
    await run();
    const { user, system } = process.cpuUsage(begun);
    return user + system;
  };
  for (let round = 0; round < rounds; round++) {
    took.one.push(await measure(one));
    took.other.push(await measure(other));
  }
  const [first, second] = [median(took.one), median(took.other)];
  return { one: first, other: second, ratio: first / second };
}

/** Turns at once, each in a talk of its own, as families write. */
const BATCH = 100;

async function turns(parts: Parts, ids: readonly string[]): Promise<void> {
  await Promise.all(
    Array.from({ length: BATCH }, async (_, index) => {
      const conversationId = ids[index % ids.length] ?? '';
      const { state, messages } = await parts.handleTurn({
        id: randomUUID(),
        conversationId,
        address: { channel: 'webchat' },
        done: { kind: 'command', command: 'menu' },
      });
      const talk = talkWith(parts, { conversationId, state }, messages);
      if (talk.messages.length === 0) throw new Error('The turn said nothing');
      answer(parts, talk);
    }),
  );
}

/** What the page is sent after a turn, made as its route makes it. */
function answer({ guide }: Parts, talk: Talk): Buffer {
  const hidden = { csrf: 'x', activity: 'x', shown: LOCALE };
  const view = { guide, locale: LOCALE, ...talk, hidden, script: '/chat.js', draft: true, places: Object.values(guide.content.packs) };
  return gzipSync(
    renderToString(
      <div>
        <Bubbles {...view} />
        <Ask {...view} />
        <Dock {...view} />
      </div>,
    ),
  );
}

/** A turn in talks of about 1,000 messages against one in talks of about 10, in the same store. */
export async function longTalks(rounds: number): Promise<{ one: number; other: number; ratio: number }> {
  const parts = await open();
  const long = await seed(parts, BATCH, 420);
  const results: { one: number; other: number; ratio: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const short = await seed(parts, BATCH, 3);
    results.push(
      await compareTurns(
        1,
        () => turns(parts, long),
        () => turns(parts, short),
      ),
    );
  }
  const first = await parts.conversations.load(long[0] ?? '');
  if ((first?.lastSeq ?? 0) < 900) throw new Error(`The long talks have only ${first?.lastSeq} messages`);
  await parts.documents.close();
  const ratios = results.map(({ ratio }) => ratio);
  return { one: median(results.map(({ one }) => one)), other: median(results.map(({ other }) => other)), ratio: median(ratios) };
}

/** A turn with many talks in the store against one with few. */
export async function manyTalks(many: number, few: number, rounds: number): Promise<{ one: number; other: number; ratio: number }> {
  const [full, small] = [await open(), await open()];
  const inFull = await seed(full, many, 1);
  const inSmall = await seed(small, few, 1);
  const result = await compareTurns(
    rounds,
    () =>
      turns(
        full,
        Array.from({ length: BATCH }, () => inFull[Math.floor(Math.random() * inFull.length)] ?? ''),
      ),
    () =>
      turns(
        small,
        Array.from({ length: BATCH }, () => inSmall[Math.floor(Math.random() * inSmall.length)] ?? ''),
      ),
  );
  await Promise.all([full.documents.close(), small.documents.close()]);
  return result;
}
