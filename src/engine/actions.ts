import type { Action } from '../content/types.js';
import { readSlot, writeSlots } from './slots.js';
import type { ConversationState, Effect, RequestChange, Slots } from './types.js';

/** What the contact flow may collect; all of it leaves the conversation once it was handed on. */
const CONTACT_SLOTS = ['name', 'phone', 'call_when', 'voice_message'] as const;

/** Carries out a node's action on the state and tells what it owes. An action without the consent it needs owes nothing. */
export function actionEffects(state: ConversationState, action: Action): { state: ConversationState; effects: Effect[] } {
  const { locale, municipality } = state;
  switch (action.kind) {
    case 'save_contact':
      if (state.consents[action.consent] !== 'granted') return { state, effects: [] };
      return {
        state: withReceipt(settled(state, CONTACT_SLOTS)),
        effects: [{ kind: 'save_contact', purpose: action.consent, contact: pick(state, CONTACT_SLOTS), locale, municipality }],
      };
    case 'leave_message': {
      if (state.consents[action.consent] !== 'granted') return { state, effects: [] };
      const asked = ask(state, { ...summaryOf(state), ...pick(state, ['message']) }, true);
      const saved: Effect = { kind: 'save_contact', purpose: action.consent, contact: {}, locale, municipality };
      return {
        state: withReceipt(settled(asked.state, ['message', 'question', ...CONTACT_SLOTS])),
        effects: [...asked.effects, saved],
      };
    }
    case 'hand_over': {
      const asked = ask(state, summaryOf(state), false);
      return { ...asked, state: settled(asked.state, ['question', 'other_place']) };
    }
    case 'cancel_request':
      if (state.mode === 'bot') return { state, effects: [] };
      return {
        state: { ...state, mode: 'bot', moderatorId: undefined, moderatorName: undefined, request: undefined, history: [] },
        effects: state.request ? [requestEffect(state, state.request, { did: 'cancelled' })] : [],
      };
    case 'add_child':
      return { state: addChild(state), effects: [] };
    case 'switch_child':
      return { state: switchChild(state), effects: [] };
    case 'erase':
      return { state: settled(state, ['message', 'question', ...CONTACT_SLOTS]), effects: [{ kind: 'erase' }] };
  }
}

/** A family with more children is helped by a person. */
const MAX_CHILDREN = 6;

/** Begins to talk about another child. What was answered for the one before stays with it; `back` stops here, so that nothing is undone for the wrong child. */
function addChild(state: ConversationState): ConversationState {
  if (state.children.length >= MAX_CHILDREN) return switchChild(state);
  const id = `c${state.children.length + 1}`;
  return { ...state, children: [...state.children, { id, slots: {} }], child: id, history: [] };
}

/** The next child in the order in which they were told of. */
function switchChild(state: ConversationState): ConversationState {
  const place = state.children.findIndex(({ id }) => id === state.child);
  const next = state.children[(place + 1) % state.children.length];
  return { ...state, child: next?.id ?? state.child, history: [] };
}

/** Notes in which turn something was kept: its receipt code is made of that, however often it is shown. */
function withReceipt(state: ConversationState): ConversationState {
  return writeSlots(state, { receipt: `@receipt:${state.turn}` }).state;
}

/** One open request per talk: who waits or talks already only adds to it. */
function ask(state: ConversationState, summary: Slots, left: boolean): { state: ConversationState; effects: Effect[] } {
  if (state.mode !== 'bot') return { state, effects: [] };
  const { locale, municipality, school, topic } = state;
  const request = String(state.turn);
  const elsewhere = state.slots.other_place === 'accepted';
  return {
    state: { ...state, mode: 'waiting', request, handedOver: true },
    effects: [requestEffect(state, request, { did: 'asked', locale, municipality, school, topic, left, elsewhere, summary })],
  };
}

/** What happens to a request, with the turn it happened in, so that a late repeat is known. */
export function requestEffect(state: ConversationState, request: string, change: RequestChange): Effect {
  return { kind: 'request', request, turn: state.turn, change };
}

/** The short summary a moderator gets: made from the guided answers only; `@` values are put into words in the reader's language. */
export function summaryOf(state: ConversationState): Slots {
  const stage = readSlot(state, 'child.stage');
  const question = state.slots.question;
  return {
    language: `@locale:${state.locale}`,
    ...(state.topic ? { topic: `@text:${state.topic}.title` } : {}),
    ...(stage ? { stage: `@text:child-stage.choices.${stage}` } : {}),
    ...(state.municipality ? { place: `@place:${state.municipality}` } : {}),
    ...(question ? { question } : {}),
  };
}

/** After something was kept or sent, `back` stops here: it is undone in "my data", not by a tap. */
function settled(state: ConversationState, slots: readonly string[]): ConversationState {
  const emptied = writeSlots(state, Object.fromEntries(slots.map((slot) => [slot, null])));
  return { ...emptied.state, history: [] };
}

function pick(state: ConversationState, slots: readonly string[]): Slots {
  return Object.fromEntries(slots.flatMap((slot) => (state.slots[slot] === undefined ? [] : [[slot, state.slots[slot]]])));
}
