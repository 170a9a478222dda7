import type { ConversationState } from './types.js';

/** The flow every talk begins with, and the one that offers the topics. */
const START_FLOW = 'arrival';
export const MENU_FLOW = 'menu';

export interface Opening {
  readonly locale: string;
  readonly content: string;
  readonly school?: string;
  readonly municipality?: string;
}

/** The state before anything was said. */
export function initialState({ locale, content, school, municipality }: Opening): ConversationState {
  return {
    mode: 'bot',
    locale,
    municipality,
    school,
    flow: START_FLOW,
    node: '',
    stack: [],
    turn: 0,
    slots: {},
    children: [{ id: 'c1', slots: {} }],
    child: 'c1',
    consents: {},
    history: [],
    content,
  };
}
