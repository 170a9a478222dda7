import { createRequire } from 'node:module';
import type * as PhoneNumbers from 'libphonenumber-js';
import type { Guide } from '../content/guide.js';
import type { Command, ConversationState, Input, Prompt } from '../engine/types.js';
import type { Activity } from './activity.js';
import type { FindCard } from './crisis.js';
import { fold, toLatinDigits } from './fold.js';

/** Words typed beyond this many characters are cut; channels refuse longer ones before. */
const TEXT_LIMIT = 2000;
const NAME_LIMIT = 60;
const require = createRequire(import.meta.url);
const COMMANDS: readonly Command[] = ['back', 'restart', 'menu', 'ask_moderator', 'help_now', 'my_data'];

/**
 * Understands an activity: a pressed button, a number, a typed label or a global word become what they mean; words of danger come before all
 * else, in every language. What is understood as nothing stays text.
 */
export type Interpret = (state: ConversationState, activity: Activity) => Input;

export function createInterpret(guide: Guide, findCard: FindCard): Interpret {
  const words = globalWords(guide);
  return (state, { done }) => {
    switch (done.kind) {
      case 'choice':
      case 'command':
      case 'topic':
      case 'opened':
      case 'message_withdrawn':
      case 'moderator':
        return done;
      case 'locale':
        return guide.locales.some(({ locale }) => locale === done.locale) ? done : { kind: 'command', command: 'menu' };
      case 'text':
        return understand(guide, findCard, words, state, done.text.slice(0, TEXT_LIMIT));
    }
  };
}

function understand(guide: Guide, findCard: FindCard, known: ReadonlyMap<string, Input>, state: ConversationState, text: string): Input {
  const card = findCard(text);
  if (card) return { kind: 'crisis', card };
  const { prompt } = state;
  const words = fold(text);
  const choice = prompt && pressed(guide, state, prompt, words);
  if (prompt && choice) return { kind: 'choice', choice, promptId: prompt.promptId };
  const command = known.get(words);
  if (command) return command;
  if (!prompt?.collect) return { kind: 'text', text };
  const answer = readAnswer(guide, prompt.collect.as, text);
  return 'value' in answer
    ? { kind: 'answer', value: answer.value, promptId: prompt.promptId }
    : { kind: 'invalid', reason: answer.reason };
}

/** A button by its number in the plain list or by its label, in the talk's language or German. */
function pressed(guide: Guide, state: ConversationState, prompt: Prompt, words: string): string | undefined {
  const byNumber = /^\d{1,2}$/.test(words) ? prompt.choices[Number(words) - 1] : undefined;
  const numbersAnswer = prompt.collect !== undefined;
  if (byNumber && !numbersAnswer) return byNumber;
  return prompt.choices.find((choice) =>
    [state.locale, 'de'].some((locale) => fold(guide.texts.label(locale, state.flow, choice, state.municipality)) === words),
  );
}

/** Words such as "back" or "geri", in every offered language (`common.words.<command>`, separated by commas); a language's own name changes the language. */
function globalWords(guide: Guide): ReadonlyMap<string, Input> {
  const words = new Map<string, Input>();
  for (const { locale, name } of guide.locales) {
    for (const part of name.split('/')) words.set(fold(part), { kind: 'locale', locale });
    for (const command of COMMANDS) {
      for (const word of guide.texts.text(locale, `common.words.${command}`).split(/[,،]/))
        words.set(fold(word), { kind: 'command', command });
    }
  }
  return words;
}

/** All the world's numbering plans: loaded with the first number, since most talks have none and a start should not wait for them. */
function phoneNumbers(): typeof PhoneNumbers {
  return require('libphonenumber-js');
}

/** What a person typed is never taken for a named value (`@text:…`). */
function unnamed(words: string): string {
  return words.startsWith('@') ? ` ${words}` : words;
}

/** The typed answer in its canonical form, or why it is none (`common.invalid.<reason>`). */
export function readAnswer(guide: Guide, as: NonNullable<Prompt['collect']>['as'], text: string): { value: string } | { reason: string } {
  const trimmed = text.trim().replace(/\s+/g, ' ');
  if (trimmed === '') return { reason: 'empty' };
  switch (as) {
    case 'free_text':
      return { value: unnamed(text.trim()) };
    case 'first_name':
      return trimmed.length <= NAME_LIMIT && /\p{Letter}/u.test(trimmed) ? { value: unnamed(trimmed) } : { reason: 'first_name' };
    case 'phone_number': {
      const number = phoneNumbers().parsePhoneNumberFromString(toLatinDigits(trimmed), 'DE');
      return number?.isPossible() ? { value: number.number } : { reason: 'phone_number' };
    }
    case 'municipality': {
      const words = fold(trimmed);
      const place = Object.values(guide.content.packs).find(({ id, name }) => id === trimmed || fold(name) === words);
      return { value: place?.id ?? 'other' };
    }
  }
}
