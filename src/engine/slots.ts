import type { Child, ConversationState, Slots } from './types.js';

const CHILD = 'child.';
const CONSENT = 'consent.';

/** Reads a slot of the talk, of the current child (`child.…`), or the answer to a consent (`consent.…`). */
export function readSlot(state: ConversationState, slot: string): string | undefined {
  if (slot === 'municipality') return state.municipality;
  if (slot.startsWith(CONSENT)) return state.consents[slot.slice(CONSENT.length)];
  if (!slot.startsWith(CHILD)) return state.slots[slot];
  return currentChild(state).slots[slot.slice(CHILD.length)];
}

/** Sets slots (`null` empties one) and tells what they were before, so that it can be undone. */
export function writeSlots(
  state: ConversationState,
  values: { readonly [slot: string]: string | null },
): { state: ConversationState; undo: { [slot: string]: string | null } } {
  const undo: { [slot: string]: string | null } = {};
  let next = state;
  for (const [slot, value] of Object.entries(values)) {
    undo[slot] = readSlot(next, slot) ?? null;
    next = writeSlot(next, slot, value);
  }
  return { state: next, undo };
}

function writeSlot(state: ConversationState, slot: string, value: string | null): ConversationState {
  if (slot === 'municipality') return { ...state, municipality: value ?? undefined };
  if (slot.startsWith(CONSENT)) return { ...state, consents: withConsent(state.consents, slot.slice(CONSENT.length), value) };
  if (!slot.startsWith(CHILD)) return { ...state, slots: withSlot(state.slots, slot, value) };
  const children = state.children.map((child) =>
    child.id === state.child ? { ...child, slots: withSlot(child.slots, slot.slice(CHILD.length), value) } : child,
  );
  return { ...state, children };
}

function withSlot(slots: Slots, slot: string, value: string | null): Slots {
  const { [slot]: _before, ...others } = slots;
  return value === null ? others : { ...others, [slot]: value };
}

function withConsent(consents: ConversationState['consents'], purpose: string, value: string | null): ConversationState['consents'] {
  const { [purpose]: _before, ...others } = consents;
  return value === null ? others : { ...others, [purpose]: value === 'granted' ? 'granted' : 'refused' };
}

function currentChild(state: ConversationState): Child {
  return state.children.find((child) => child.id === state.child) ?? { id: state.child, slots: {} };
}
