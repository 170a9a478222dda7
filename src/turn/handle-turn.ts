import { setTimeout as pause } from 'node:timers/promises';
import { berlinDay } from '../content/format.js';
import type { Guide } from '../content/guide.js';
import { initialState } from '../engine/state.js';
import { step } from '../engine/step.js';
import type { ConversationState, DeskView, Effect, Input, StepResult, World } from '../engine/types.js';
import { ConflictError, UnknownConversationError } from '../errors.js';
import type { ConversationStore, Owed, StoredConversation } from '../store/conversations.js';
import type { Activity, Address } from './activity.js';
import { markHeard } from './heard.js';
import type { Interpret } from './interpret.js';
import { createOneAtATime } from './one-at-a-time.js';

const MAX_ATTEMPTS = 12;
/** After a conflict with another node a turn waits a little, a random time, so that the two do not meet again. */
const PAUSE_MS = 5;
/** How long the committing node alone carries out what it owes; `sweep` takes it up after that. */
export const LEASE_MS = 30_000;

export interface TurnOutcome {
  readonly state: ConversationState;
  /** Messages of this turn are those above this place. */
  readonly seqBefore: number;
  /** The activity was taken before; nothing happened now. */
  readonly repeated: boolean;
  /** What this turn owed, by kind; lets a caller see that a consent or a contact was kept. */
  readonly effects: readonly Effect[];
}

export type HandleTurn = (activity: Activity) => Promise<TurnOutcome>;

export interface TurnDependencies {
  readonly guide: Guide;
  readonly interpret: Interpret;
  readonly conversations: ConversationStore;
  readonly viewDesk: (locale: string, municipality: string | undefined) => Promise<DeskView>;
  readonly carryOut: (conversationId: string, address: Address, owed: readonly Owed[]) => Promise<void>;
  readonly now: () => number;
  /** When a talk is forgotten that was last active now. */
  readonly expiresAt: (state: ConversationState, now: number) => number;
}

/**
 * One turn: read the activity, take the step, commit, then act. Nothing leaves before the commit.
 *
 * @throws UnknownConversationError when the talk does not exist (any more) and the activity does not start one
 * @throws ConflictError when other turns kept coming first
 */
export function createHandleTurn(dependencies: TurnDependencies): HandleTurn {
  const { conversations, carryOut, now, expiresAt } = dependencies;
  const oneAtATime = createOneAtATime();
  return (activity) => oneAtATime(activity.conversationId, () => takeTurn(activity));

  async function takeTurn(activity: Activity): Promise<TurnOutcome> {
    const { conversationId, id: activityId } = activity;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const before = await conversations.load(conversationId);
      if (before?.seen.includes(activityId)) return { state: before.state, seqBefore: before.lastSeq, repeated: true, effects: [] };
      const address = activity.address ?? before?.address;
      if (!address || (!before && !activity.start)) throw new UnknownConversationError(conversationId);
      const at = now();
      const { state, effects } = await think(dependencies, before, activity, at);
      const seqBefore = before?.lastSeq ?? 0;
      const { owes, lastSeq } = owe(state.turn, effects, seqBefore, at);
      const result = await conversations.commit({
        conversationId,
        activityId,
        before,
        address,
        state,
        owes,
        lastSeq,
        now: at,
        expiresAt: expiresAt(state, at),
        leaseUntil: at + LEASE_MS,
      });
      if (result === 'conflict') {
        await pause(Math.random() * attempt * PAUSE_MS);
        continue;
      }
      await carryOut(conversationId, address, owes);
      return { state, seqBefore, repeated: false, effects };
    }
    throw new ConflictError(conversationId);
  }
}

/** The state after the activity and what it owes; a talk that does not exist yet is opened first, in the same commit. */
async function think(
  dependencies: TurnDependencies,
  before: StoredConversation | undefined,
  activity: Activity,
  at: number,
): Promise<StepResult> {
  const { guide, interpret } = dependencies;
  const world: World = { today: berlinDay(new Date(at)) };
  if (before) return heard(activity, await take(dependencies, world, before.state, interpret(before.state, activity)));
  const { locale = 'de', topic, school, municipality } = activity.start ?? {};
  const blank = initialState({ locale, school, municipality, content: guide.content.version });
  const opened = await take(dependencies, world, blank, { kind: 'opened', topic });
  if (activity.done.kind === 'opened') return opened;
  const next = heard(activity, await take(dependencies, world, opened.state, interpret(opened.state, activity)));
  return { state: next.state, effects: [...opened.effects, ...next.effects] };
}

function heard({ clientId, done }: Activity, { state, effects }: StepResult): StepResult {
  return { state, effects: clientId === undefined ? effects : markHeard(state, done, effects, clientId) };
}

/** Takes the step; where it asks for the desk, looks there and takes it again. */
async function take({ guide, viewDesk }: TurnDependencies, world: World, state: ConversationState, input: Input): Promise<StepResult> {
  const flows = guide.flows(input.kind === 'locale' ? input.locale : state.locale);
  const current = { ...state, content: guide.content.version };
  const result = step(flows, current, input, world);
  if (result.needs !== 'desk') return result;
  return step(flows, current, input, { ...world, desk: await viewDesk(state.locale, state.municipality) });
}

function owe(turn: number, effects: readonly Effect[], seqBefore: number, at: number): { owes: Owed[]; lastSeq: number } {
  let lastSeq = seqBefore;
  const owes = effects.map((effect, index): Owed => {
    const id = `${turn}-${index}`;
    if (effect.kind !== 'say' && effect.kind !== 'relay') return { id, at, effect };
    lastSeq += 1;
    return { id, at, effect, seq: lastSeq };
  });
  return { owes, lastSeq };
}
