import { createRequire } from 'node:module';
import type * as PhoneNumbers from 'libphonenumber-js';
import type { Guide } from '../content/guide.js';
import { flowOfTopic } from '../engine/topics.js';
import type { Command, ConversationState, Input, Prompt } from '../engine/types.js';
import type { Find } from '../find/find.js';
import { fold, toLatinDigits } from '../find/fold.js';
import type { Activity } from './activity.js';
import type { FindCard } from './crisis.js';

/** Words typed beyond this many characters are cut; channels refuse longer ones before. */
const TEXT_LIMIT = 2000;
const NAME_LIMIT = 60;
const MAX_OFFERED = 3;
const require = createRequire(import.meta.url);
const COMMANDS: readonly Command[] = ['back', 'restart', 'menu', 'ask_moderator', 'help_now', 'my_data'];

/**
 * Understands an activity: a pressed button, a number, a typed label or a global word become what they mean; words of danger come before all
 * else, in every language. What is understood as nothing stays text.
 */
export type Interpret = (state: ConversationState, activity: Activity) => Input;

export function createInterpret(guide: Guide, findCard: FindCard, find: Find): Interpret {
  const words = globalWords(guide);
  return (state, { done }) => {
    switch (done.kind) {
      case 'choice':
        return pressedLanguage(guide, state, done.choice) ?? done;
      case 'command':
      case 'topic':
      case 'opened':
      case 'message_withdrawn':
      case 'moderator':
        return done;
      case 'locale':
        return guide.locales.some(({ locale }) => locale === done.locale) ? done : { kind: 'command', command: 'menu' };
      case 'text':
        return understand({ guide, findCard, find, words }, state, done.text.slice(0, TEXT_LIMIT));
    }
  };
}

interface Understanding {
  readonly guide: Guide;
  readonly findCard: FindCard;
  readonly find: Find;
  readonly words: ReadonlyMap<string, Input>;
}

function understand({ guide, findCard, find, words: known }: Understanding, state: ConversationState, text: string): Input {
  const card = findCard(text);
  if (card) return { kind: 'crisis', card };
  const { prompt } = state;
  const words = fold(text);
  const choice = prompt && pressed(guide, state, prompt, words);
  if (prompt && choice) return pressedLanguage(guide, state, choice) ?? { kind: 'choice', choice, promptId: prompt.promptId };
  const command = known.get(words);
  if (command) return command;
  if (!prompt?.collect) return state.mode === 'bot' ? lookUp(guide, find, state, text) : { kind: 'text', text };
  const answer = readAnswer(guide, prompt.collect.as, text);
  return 'value' in answer
    ? { kind: 'answer', value: answer.value, promptId: prompt.promptId }
    : { kind: 'invalid', reason: answer.reason };
}

/** What the words may be about. The bot never answers by itself: it offers the topics as buttons. */
function lookUp(guide: Guide, find: Find, state: ConversationState, text: string): Input {
  const { topics, locale } = find(state.locale, text);
  const flows = guide.flows(state.locale, state.municipality);
  const named = topics.flatMap((topic) => flowOfTopic(flows, topic)?.name ?? []);
  const found = { flows: named.slice(0, MAX_OFFERED), ...(locale ? { locale } : {}) };
  return named.length > 0 || locale ? { kind: 'text', text, found } : { kind: 'text', text };
}

/** A button may offer a language. */
function pressedLanguage({ locales }: Guide, { prompt }: ConversationState, choice: string): Input | undefined {
  const offered = prompt?.choices.includes(choice) && locales.some(({ locale }) => locale === choice);
  return offered ? { kind: 'locale', locale: choice } : undefined;
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
      const place = Object.values(guide.content.packs).find(
        ({ id, name, towns }) => id === trimmed || [name, ...towns].some((known) => fold(known) === words),
      );
      return { value: place?.id ?? 'other' };
    }
  }
}
