import type { Choice, FlowNode, Flows } from '../content/types.js';
import { actionEffects } from './actions.js';
import { fromModerator } from './moderator.js';
import { say } from './say.js';
import { writeSlots } from './slots.js';
import { initialState, MENU_FLOW } from './state.js';
import { flowOfTopic } from './topics.js';
import type { Answered, Command, ConversationState, Effect, Found, Input, Place, Prompt, StepResult, World } from './types.js';
import { offersOf, type Walk, walkAgain, walkInto, walkTo } from './walk.js';

/** `back` goes at most this many answers back. */
export const HISTORY_LIMIT = 50;

const HANDOVER_FLOW = 'handover';
const HELP_FLOW = 'help-now';
const MY_DATA_FLOW = 'my-data';
const FIND_FLOW = 'find';
/** The slot that the find flow offers from. */
const OFFER_SLOT = 'found';
const PLACE_CHANGED = 'common.answer_changed';

/**
 * Advance one conversation by one input.
 *
 * Pure: no clock, no randomness, no I/O. After a store conflict, or when it answers `needs`, it is simply called again.
 *
 * @example
 * const { state, effects } = step(flows, initialState({ locale: 'tr', content }), { kind: 'opened' }, { today: '2026-11-24' });
 */
export function step(flows: Flows, before: ConversationState, input: Input, world: World): StepResult {
  const walk = advance(flows, world, { state: { ...before, turn: before.turn + 1 }, effects: [] }, input);
  return walk.needs ? { state: before, effects: [], needs: walk.needs } : { state: walk.state, effects: walk.effects };
}

function advance(flows: Flows, world: World, walk: Walk, input: Input): Walk {
  switch (input.kind) {
    case 'opened':
      return input.topic ? openTopic(flows, world, walk, input.topic) : walkInto(flows, world, walk, walk.state.flow);
    case 'topic':
      return openTopic(flows, world, walk, input.topic);
    case 'choice':
      return choose(flows, world, walk, input.choice, input.promptId);
    case 'answer':
      return answer(flows, world, walk, input.value, input.promptId);
    case 'invalid':
      return askOnce(walk, `common.invalid.${input.reason}`);
    case 'text':
      return hear(flows, world, walk, input.text, input.found);
    case 'command':
      return obey(flows, world, walk, input.command);
    case 'locale':
      return walkAgain(flows, world, { ...walk, state: { ...walk.state, locale: input.locale } });
    case 'crisis':
      return openCard(flows, world, walk, input.card);
    case 'message_withdrawn':
      return takeBack(walk);
    case 'moderator':
      return fromModerator(flows, world, walk, input);
  }
}

/** Her open question stays; only who awaits an answer no longer does. */
function takeBack(walk: Walk): Walk {
  const { state, effects } = actionEffects(walk.state, { kind: 'cancel_request' });
  return { ...walk, state, effects: [...walk.effects, ...effects, say(state, { sender: 'note', textKey: 'common.message_withdrawn' })] };
}

/** A link may name any topic; one that is not offered leads to the topics. */
function openTopic(flows: Flows, world: World, walk: Walk, topic: string): Walk {
  return walkInto(flows, world, forgetWay(walk), flowOfTopic(flows, topic)?.name ?? MENU_FLOW);
}

/** The help card comes before anything else. What was typed is neither kept nor shown again. */
function openCard(flows: Flows, world: World, walk: Walk, card: string): Walk {
  return walkInto(flows, world, remember(walk, {}), flows[card] ? card : HELP_FLOW);
}

function choose(flows: Flows, world: World, walk: Walk, choice: string, promptId: string): Walk {
  const open = openQuestion(flows, walk.state, promptId);
  if (!open?.prompt.choices.includes(choice)) return askOnce(walk, PLACE_CHANGED);
  const { node } = open;
  if (offersOf(flows, walk.state, node).includes(choice)) {
    return walkTo(flows, world, remember(echo(walk, `${choice}.title`), {}), { go: choice });
  }
  const said = echo(walk, `${walk.state.flow}.choices.${choice}`);
  if (node.kind === 'collect') return walkTo(flows, world, remember(said, {}), node.then);
  if (node.kind !== 'choices' && node.kind !== 'consent') return askOnce(walk, PLACE_CHANGED);
  const chosen = node.choices[choice];
  if (!chosen) return askOnce(walk, PLACE_CHANGED);
  if (node.kind === 'consent') return consent(flows, world, said, node.purpose, choice, chosen);
  const values = { ...chosen.set, ...(node.slot ? { [node.slot]: choice } : {}) };
  return walkTo(flows, world, remember(said, values), chosen.to);
}

/** Keeps which wording was shown and what was answered; after a yes, `back` stops here. */
function consent(flows: Flows, world: World, walk: Walk, purpose: string, choice: string, chosen: Choice): Walk {
  const { state } = walk;
  const answered = choice === 'granted' ? 'granted' : 'refused';
  const textKey = `${state.flow}.${state.node}`;
  const { locale, municipality } = state;
  const effect: Effect = { kind: 'keep_consent', purpose, answer: answered, textKey, locale, municipality };
  const noted = remember({ ...walk, effects: [...walk.effects, effect] }, { [`consent.${purpose}`]: answered });
  const next = answered === 'granted' ? forgetWay(noted) : noted;
  return walkTo(flows, world, next, chosen.to);
}

function answer(flows: Flows, world: World, walk: Walk, value: string, promptId: string): Walk {
  const open = openQuestion(flows, walk.state, promptId);
  if (open?.node.kind !== 'collect') return askOnce(walk, PLACE_CHANGED);
  const { collect, then } = open.node;
  const said = collect.sensitive
    ? echo(walk, 'common.you_answered')
    : echo(walk, 'common.your_words', { words: shownAnswer(collect.as, value) });
  return walkTo(flows, world, remember(said, { [collect.slot]: value }), then);
}

function shownAnswer(as: string, value: string): string {
  return as === 'municipality' ? `@place:${value}` : value;
}

/** Free text goes to the person where one is awaited or writes; the guide offers what it may be about, or shows its open question again. */
function hear(flows: Flows, world: World, walk: Walk, text: string, found: Found | undefined): Walk {
  if (walk.state.mode !== 'bot') return { ...walk, effects: [...walk.effects, { kind: 'relay', from: 'parent', text }] };
  const heard = echo(walk, 'common.own_words');
  const offers = [...(found?.locale ? [found.locale] : []), ...(found?.flows ?? [])];
  if (offers.length === 0 || flows[walk.state.flow]?.nodes[walk.state.node]?.kind === 'consent')
    return askOnce(heard, 'common.not_understood');
  const values = { [OFFER_SLOT]: offers.join(' '), found_language: found?.locale ?? 'none' };
  return walkInto(flows, world, remember(heard, values), FIND_FLOW);
}

function obey(flows: Flows, world: World, walk: Walk, command: Command): Walk {
  switch (command) {
    case 'back':
      return goBack(flows, world, walk);
    case 'restart':
      return restart(flows, world, walk);
    case 'menu':
      return walkInto(flows, world, remember(walk, {}), MENU_FLOW);
    case 'ask_moderator':
      return walkInto(flows, world, remember(walk, {}), HANDOVER_FLOW);
    case 'help_now':
      return walkInto(flows, world, remember(walk, {}), HELP_FLOW);
    case 'my_data':
      return walkInto(flows, world, remember(walk, {}), MY_DATA_FLOW);
  }
}

/** Undoes the last answer: the place where it was given, the calls open then, and every slot it overwrote. */
function goBack(flows: Flows, world: World, walk: Walk): Walk {
  const last = walk.state.history.at(-1);
  if (last === undefined) return askOnce(walk, 'common.nothing_to_go_back');
  const { at, undo } = typeof last === 'string' ? { at: last, undo: {} } : last;
  const places = at.split(' ').map(readPlace);
  const { flow, node } = places.at(-1) ?? walk.state;
  const state = {
    ...writeSlots(walk.state, undo).state,
    flow,
    node,
    stack: places.slice(0, -1),
    history: walk.state.history.slice(0, -1),
  };
  return walkAgain(flows, world, { ...walk, state });
}

/** Begins anew with nothing answered. A request for a person stays; the place of the school's link too. */
function restart(flows: Flows, world: World, walk: Walk): Walk {
  const { state } = walk;
  const fresh = initialState(state);
  const { mode, moderatorId, request, handedOver, turn, consents } = state;
  const kept = { mode, moderatorId, request, handedOver, turn, consents };
  return walkInto(flows, world, { ...walk, state: { ...fresh, ...kept } }, fresh.flow);
}

function openQuestion(flows: Flows, state: ConversationState, promptId: string): { node: FlowNode; prompt: Prompt } | undefined {
  const node = flows[state.flow]?.nodes[state.node];
  const { prompt } = state;
  return node && prompt && prompt.promptId === promptId ? { node, prompt } : undefined;
}

/** Notes the answer for `back` and sets what it sets. */
function remember(walk: Walk, values: { readonly [slot: string]: string }): Walk {
  const { flow, node, stack, history } = walk.state;
  const { state, undo } = writeSlots(walk.state, values);
  const at = [...stack, { flow, node }].map(writePlace).join(' ');
  const entry: Answered = Object.keys(undo).length === 0 ? at : { at, undo };
  return { ...walk, state: { ...state, history: [...history.slice(1 - HISTORY_LIMIT), entry] } };
}

function writePlace({ flow, node }: Place): string {
  return `${flow}/${node}`;
}

function readPlace(written: string): Place {
  const [flow = '', node = ''] = written.split('/');
  return { flow, node };
}

function forgetWay(walk: Walk): Walk {
  return { ...walk, state: { ...walk.state, history: [] } };
}

/** Says one line and shows the open question again, unchanged: its buttons stay valid. */
function askOnce(walk: Walk, textKey: string): Walk {
  const { prompt, flow, node } = walk.state;
  const asked = say(walk.state, { sender: 'bot', textKey, at: { flow, node }, ...(prompt ? { prompt } : {}) });
  return { ...walk, effects: [...walk.effects, asked] };
}

function echo(walk: Walk, textKey: string, values: { readonly [slot: string]: string } = {}): Walk {
  return { ...walk, effects: [...walk.effects, parentSaid(walk.state, textKey, values)] };
}

function parentSaid(state: ConversationState, textKey: string, values: { readonly [slot: string]: string } = {}): Effect {
  return say(state, { sender: 'parent', textKey, values });
}
