import type { Flow, FlowNode, Flows, Target } from '../content/types.js';
import { actionEffects, summaryOf } from './actions.js';
import { say } from './say.js';
import { readSlot } from './slots.js';
import { MENU_FLOW } from './state.js';
import type { ConversationState, Effect, Place, Prompt, Slots, World } from './types.js';

/** No turn passes more nodes than this; the content check refuses flows that would. */
const MAX_NODES_PER_TURN = 40;
/** Calls inside calls; the outermost is forgotten beyond it. */
const MAX_CALLS = 8;

/** Languages are named by two letters, flows by more. */
const LOCALE_LENGTH = 2;

/** Conditions that only the desk can answer. */
const DESK_SLOTS = ['desk', 'desk_hours'];

/** A walk under way: the state so far and what it owes. */
export interface Walk {
  state: ConversationState;
  effects: Effect[];
  needs?: 'desk';
}

/** Goes to a target and on from there until a question is open or the way ends. */
export function walkTo(flows: Flows, world: World, walk: Walk, target: Target): Walk {
  return run(flows, world, moveTo(flows, walk, target));
}

/** Enters a flow at its start, forgetting the calls open before. */
export function walkInto(flows: Flows, world: World, walk: Walk, flow: string): Walk {
  return walkTo(flows, world, walk, { go: flow });
}

/** Says the current node again, as after a stale button or a change of language. */
export function walkAgain(flows: Flows, world: World, walk: Walk): Walk {
  return run(flows, world, { ...walk, state: { ...walk.state, prompt: undefined } });
}

/** Calls a flow and comes back to the question open now. */
export function walkCall(flows: Flows, world: World, walk: Walk, flow: string): Walk {
  return walkTo(flows, world, walk, { call: flow });
}

/** Stands at another node; the question open before is closed. */
function moveTo(flows: Flows, walk: Walk, target: Target): Walk {
  const { state } = walk;
  if ('node' in target) return { ...walk, state: { ...state, node: target.node, prompt: undefined } };
  const flow = 'call' in target ? target.call : target.go;
  const start = flows[flow]?.start ?? '';
  const stack = 'call' in target ? [...state.stack, { flow: state.flow, node: state.node }].slice(-MAX_CALLS) : [];
  return { ...walk, state: { ...state, flow, node: start, stack, prompt: undefined } };
}

function run(flows: Flows, world: World, begun: Walk): Walk {
  let walk = begun;
  for (let passed = 0; passed < MAX_NODES_PER_TURN; passed++) {
    const flow = flows[walk.state.flow];
    const node = flow?.nodes[walk.state.node];
    if (!flow || !node) return beginAgain(flows, world, walk);
    const next = visit(flows, world, walk, flow, node);
    if (next.needs) return next;
    walk = next;
    const target = nextTarget(world, walk.state, node);
    if (target === 'wait') return walk;
    if (target === 'return') {
      walk = comeBack(flows, walk);
    } else if (node.kind === 'call') {
      walk = callFrom(flows, walk, node.flow, node.then);
    } else {
      walk = moveTo(flows, walk, target);
    }
  }
  return walk;
}

/** A deploy removed the place where the parent stood: say so and offer the topics. */
function beginAgain(flows: Flows, world: World, walk: Walk): Walk {
  if (walk.state.flow === MENU_FLOW) return walk;
  const note = say(walk.state, { sender: 'note', textKey: 'common.place_is_gone' });
  return walkInto(flows, world, { ...walk, effects: [...walk.effects, note] }, MENU_FLOW);
}

function visit(flows: Flows, world: World, walk: Walk, flow: Flow, node: FlowNode): Walk {
  if (!world.desk && asksDesk(node)) return { ...walk, needs: 'desk' };
  if (node.kind === 'if' || node.kind === 'call' || (node.kind === 'end' && !node.speaks)) return walk;
  const state = atNode(walk.state, (flow.discreet ? undefined : flow.topic) ?? walk.state.topic, openPrompt(flows, walk.state, node));
  if (node.kind !== 'do') return { ...walk, state, effects: [...walk.effects, sayNode(world, state, node)] };
  const done = actionEffects(state, node.action);
  // Which child it is about now is known only after the switch.
  const said = sayNode(world, node.action.kind === 'switch_child' ? done.state : state, node);
  return { ...walk, state: done.state, effects: [...walk.effects, said, ...done.effects] };
}

/** The state at a node that speaks; the same object where nothing changes, since most nodes of a turn only pass. */
function atNode(state: ConversationState, topic: string | undefined, prompt: Prompt | undefined): ConversationState {
  return topic === state.topic && prompt === state.prompt ? state : { ...state, topic, prompt };
}

function asksDesk(node: FlowNode): boolean {
  return node.desk || (node.kind === 'if' && Object.keys(node.conditions).some((slot) => DESK_SLOTS.includes(slot)));
}

function sayNode(world: World, state: ConversationState, node: FlowNode): Effect {
  const at: Place = { flow: state.flow, node: state.node };
  const desk: Slots =
    node.desk && world.desk ? { desk_next: world.desk.next, desk_ahead: String(world.desk.ahead), desk_place: world.desk.place } : {};
  const lines: Slots = node.lines.length > 0 ? { lines: `@lines:${node.lines.map((line) => `${at.flow}.lines.${line}`).join(',')}` } : {};
  const values = { ...nodeValues(state, node), ...desk, ...lines, ...childNow(state, node) };
  return say(state, {
    sender: 'bot',
    textKey: `${at.flow}.${at.node}`,
    values,
    at,
    ...(state.prompt ? { prompt: state.prompt } : {}),
    ...(node.private ? { private: true } : {}),
  });
}

/** The child by its stage, where the talk turns to it. */
function childNow(state: ConversationState, node: FlowNode): Slots {
  if (node.kind !== 'do' || node.action.kind !== 'switch_child') return {};
  const stage = readSlot(state, 'child.stage');
  return { child: stage ? `@text:child-stage.choices.${stage}` : '@text:common.not_said' };
}

/** Only private nodes may repeat what was typed, so that nothing sensitive stands in a history a moderator reads. */
function nodeValues(state: ConversationState, node: FlowNode): { [slot: string]: string } {
  if (!node.private) return {};
  const summary = Object.entries(summaryOf(state)).map(([part, value]) => [`summary_${part}`, value]);
  return { ...NOTHING_SAID, ...state.slots, ...Object.fromEntries(summary), receipt_code: state.slots.receipt ?? '' };
}

/** Parts of the summary that were not answered. */
const NOTHING_SAID = Object.fromEntries(
  ['topic', 'stage', 'place', 'question'].map((part) => [`summary_${part}`, '@text:common.not_said']),
);

/** What a question offers beside its own buttons: flows that the language has, and languages. */
export function offersOf(flows: Flows, state: ConversationState, node: FlowNode): string[] {
  const named = node.kind === 'choices' && node.offer !== undefined ? state.slots[node.offer] : undefined;
  const language = (offer: string) => offer.length === LOCALE_LENGTH && offer !== state.locale;
  return named?.split(' ').filter((offer) => flows[offer] !== undefined || language(offer)) ?? [];
}

function openPrompt(flows: Flows, state: ConversationState, node: FlowNode): Prompt | undefined {
  const promptId = `${state.turn}`;
  if (node.kind === 'choices') return { promptId, choices: [...offersOf(flows, state, node), ...Object.keys(node.choices)] };
  if (node.kind === 'consent') return { promptId, choices: Object.keys(node.choices) };
  if (node.kind !== 'collect') return undefined;
  const { as, optional } = node.collect;
  return { promptId, choices: optional ? ['skip'] : [], collect: { as, optional } };
}

function nextTarget(world: World, state: ConversationState, node: FlowNode): Target | 'wait' | 'return' {
  switch (node.kind) {
    case 'choices':
    case 'consent':
    case 'collect':
      return 'wait';
    case 'end':
      return 'return';
    case 'say':
      return node.then ?? 'wait';
    case 'do':
      return node.then;
    case 'call':
      return node.then;
    case 'if':
      return Object.entries(node.conditions).every(([slot, wanted]) => wanted.includes(conditionValue(world, state, slot)))
        ? node.then
        : node.else;
  }
}

/** The value a condition compares; `none` where nothing was answered. */
function conditionValue(world: World, state: ConversationState, slot: string): string {
  if (slot === 'desk') return world.desk?.reach ?? 'nobody';
  if (slot === 'desk_hours') return world.desk?.next ? 'known' : 'unknown';
  if (slot === 'mode') return state.mode;
  if (slot === 'children') return state.children.length > 1 ? 'several' : 'one';
  return readSlot(state, slot) ?? 'none';
}

/** Walks another flow; what comes back goes on at `then`, not at the call. */
function callFrom(flows: Flows, walk: Walk, flow: string, then: Target): Walk {
  const back = moveTo(flows, walk, then);
  return moveTo(flows, back, { call: flow });
}

/** A flow that ends with nobody to come back to leads to the topics. */
function comeBack(flows: Flows, walk: Walk): Walk {
  const place = walk.state.stack.at(-1);
  if (!place) return moveTo(flows, walk, { go: MENU_FLOW });
  return { ...walk, state: { ...walk.state, ...place, stack: walk.state.stack.slice(0, -1), prompt: undefined } };
}
