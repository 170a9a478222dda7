import type { ConversationState, Effect } from './types.js';

type Say = Extract<Effect, { kind: 'say' }>;

/** Something is said in the talk's language, with the words of its place where that has its own. */
export function say(
  { locale, municipality }: Pick<ConversationState, 'locale' | 'municipality'>,
  said: Omit<Say, 'kind' | 'locale' | 'municipality' | 'values'> & Partial<Pick<Say, 'values'>>,
): Say {
  return { kind: 'say', values: {}, ...said, locale, municipality };
}
