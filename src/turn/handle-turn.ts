import { setTimeout as pause } from 'node:timers/promises';
import { berlinDay } from '../content/format.js';
import type { Guide } from '../content/guide.js';
import type { CarryOut } from '../effects/carry-out.js';
import type { WriteLog } from '../effects/write-log.js';
import { initialState } from '../engine/state.js';
import { step } from '../engine/step.js';
import type { ConversationState, DeskView, Effect, Input, StepResult, World } from '../engine/types.js';
import { ConflictError, UnknownConversationError } from '../errors.js';
import { type Commit, type ConversationStore, type Heard, type Owed, type StoredConversation, seenMark } from '../store/conversations.js';
import type { StoredMessage } from '../store/messages.js';
import type { Activity } from './activity.js';
import { markHeard } from './heard.js';
import type { Interpret } from './interpret.js';
import { createOneAtATime } from './one-at-a-time.js';

const MAX_ATTEMPTS = 12;
/** After a conflict with another node a turn waits a little, a random time, so that the two do not meet again. */
const PAUSE_MS = 5;
/** How long the committing node alone carries out what it owes; `sweep` takes it up after that. */
export const LEASE_MS = 30_000;
/** Channels that lost our answer send the same again within this time, under a new id. */
const REPEAT_MS = 60_000;

export interface TurnOutcome {
  readonly state: ConversationState;
  /** Messages of this turn are those above this place, up to `lastSeq`. */
  readonly seqBefore: number;
  readonly lastSeq: number;
  /** The activity was taken before; nothing happened now. */
  readonly repeated: boolean;
  /** What this turn owed, by kind; lets a caller see that a consent or a contact was kept. */
  readonly effects: readonly Effect[];
  /** What this turn said, once it is shown. */
  readonly messages: readonly StoredMessage[];
}

/** `durable`: the turn cannot be lost any more; `shown`: all of it can be read, and what it changes elsewhere is changed. */
export type Stage = 'durable' | 'shown';

/** Resolves when all is carried out, sending included; `reached` is called on the way. */
export type HandleTurn = (activity: Activity, reached?: (stage: Stage, outcome: TurnOutcome) => void) => Promise<TurnOutcome>;

export interface TurnDependencies {
  readonly guide: Guide;
  readonly interpret: Interpret;
  readonly conversations: ConversationStore;
  readonly viewDesk: (locale: string, municipality: string | undefined) => Promise<DeskView>;
  readonly writeLog: WriteLog;
  readonly carryOut: CarryOut;
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
  const { conversations, writeLog, carryOut, now, expiresAt } = dependencies;
  const turns = createOneAtATime();
  const deeds = createOneAtATime();

  return async (activity, reached) => {
    const { conversationId } = activity;
    const { outcome, shown, carriedOut } = await turns(conversationId, () => takeTurn(activity));
    reached?.('durable', outcome);
    const seen = { ...outcome, messages: await shown };
    reached?.('shown', seen);
    await carriedOut;
    return seen;
  };

  async function takeTurn(activity: Activity): Promise<Taken> {
    const { conversationId, id: activityId } = activity;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const before = await conversations.load(conversationId);
      const at = now();
      if (before) await showOwed(before);
      const repeated = before && repeatOf(dependencies.interpret, before, activity, at);
      if (repeated) return { outcome: repeated, shown: Promise.resolve([]), carriedOut: Promise.resolve() };
      const address = activity.address ?? before?.address;
      if (!address || (!before && !activity.start)) throw new UnknownConversationError(conversationId);
      const { state, effects } = await think(dependencies, before, activity, at);
      const seqBefore = before?.lastSeq ?? 0;
      const { owes, lastSeq } = owe(state.turn, effects, seqBefore, at, activity.inReply);
      const { foldKey } = activity;
      let logged: Promise<readonly StoredMessage[]> | undefined;
      const commit: Commit = {
        conversationId,
        activityId,
        before,
        address,
        state,
        owes,
        ...(foldKey === undefined ? {} : { heard: { activityId, foldKey, at, seqBefore, lastSeq } }),
        lastSeq,
        now: at,
        expiresAt: expiresAt(state, at),
        leaseUntil: at + LEASE_MS,
      };
      const result = await conversations.commit(commit, () => {
        logged = handled(writeLog(conversationId, owes));
      });
      if (result === 'conflict') {
        await pause(Math.random() * attempt * PAUSE_MS);
        continue;
      }
      // Deeds of one talk go out in the order of its turns; the next turn need not wait for them.
      const shown = handled(deeds(conversationId, () => carryOut.show(conversationId, owes, logged)));
      const whole = before && before.owed.length > 0 ? undefined : (before?.version ?? 0) + 1;
      const finish = async () => carryOut.finish(conversationId, address, owes, await shown, whole);
      const carriedOut = handled(deeds(conversationId, finish));
      return { outcome: { state, seqBefore, lastSeq, repeated: false, effects, messages: [] }, shown, carriedOut };
    }
    throw new ConflictError(conversationId);
  }

  /** What another node committed and perhaps did not live to show is shown before anything that follows it; the rest of it is for `sweep`. */
  async function showOwed({ conversationId, owed }: StoredConversation): Promise<void> {
    if (owed.length > 0 && !deeds.busy(conversationId)) await writeLog(conversationId, owed);
  }
}

interface Taken {
  readonly outcome: TurnOutcome;
  readonly shown: Promise<readonly StoredMessage[]>;
  readonly carriedOut: Promise<void>;
}

/** A promise that is awaited later, or whose error is that of another one: it must not count as forgotten until then. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** What an activity brought when it came the first time: by its id, or by the same words shortly before under another id. */
function repeatOf(interpret: Interpret, before: StoredConversation, activity: Activity, at: number): TurnOutcome | undefined {
  const { heard, state, lastSeq } = before;
  const places = (known: Heard | undefined) => ({ seqBefore: known?.seqBefore ?? lastSeq, lastSeq: known?.lastSeq ?? lastSeq });
  if (before.seen.includes(seenMark(activity.id))) {
    return { state, ...places(heard?.activityId === activity.id ? heard : undefined), repeated: true, effects: [], messages: [] };
  }
  const same = heard && heard.foldKey === activity.foldKey && at - heard.at <= REPEAT_MS;
  if (!same) return undefined;
  // "1" and "1" again answers two questions: what fits the question open now is no repeat.
  const input = interpret(state, activity);
  if ((input.kind === 'choice' || input.kind === 'answer') && input.promptId === state.prompt?.promptId) return undefined;
  return { state, ...places(heard), repeated: true, effects: [], messages: [] };
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
  const danger = interpret(blank, activity);
  if (danger.kind === 'crisis' && !activity.start?.previewed) return heard(activity, await take(dependencies, world, blank, danger));
  const opened = await take(dependencies, world, blank, { kind: 'opened', topic });
  if (activity.done.kind === 'opened') return opened;
  const input = interpret(opened.state, activity);
  if (input.kind === 'text' && !activity.start?.previewed) return heard(activity, opened);
  const next = heard(activity, await take(dependencies, world, opened.state, input));
  return { state: next.state, effects: [...opened.effects, ...next.effects] };
}

function heard({ clientId, done }: Activity, { state, effects }: StepResult): StepResult {
  return { state, effects: clientId === undefined ? effects : markHeard(state, done, effects, clientId) };
}

/** Takes the step; where it asks for the desk, looks there and takes it again. */
async function take({ guide, viewDesk }: TurnDependencies, world: World, state: ConversationState, input: Input): Promise<StepResult> {
  const flows = guide.flows(input.kind === 'locale' ? input.locale : state.locale, state.municipality);
  const current = { ...state, content: guide.content.version };
  const result = step(flows, current, input, world);
  if (result.needs !== 'desk') return result;
  return step(flows, current, input, { ...world, desk: await viewDesk(state.locale, state.municipality) });
}

function owe(turn: number, effects: readonly Effect[], seqBefore: number, at: number, inReply = false): { owes: Owed[]; lastSeq: number } {
  let lastSeq = seqBefore;
  const owes = effects.map((effect, index): Owed => {
    const id = `${turn}-${index}`;
    if (effect.kind !== 'say' && effect.kind !== 'relay') return { id, at, effect };
    lastSeq += 1;
    return { id, at, effect, seq: lastSeq, ...(inReply ? { inReply } : {}) };
  });
  return { owes, lastSeq };
}
