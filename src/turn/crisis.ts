import type { CrisisPhrases } from '../content/types.js';
import { fold } from '../find/fold.js';

/** Cards in the order they are looked for; acute danger to life first. */
const CARDS = ['suicide-and-despair', 'violence-at-home', 'child-at-risk'];
const GAP = 2;

type Phrase = readonly { readonly word: string; readonly prefix: boolean; readonly gap: boolean }[];

/** Finds the help card a text calls for, in any offered language whatever was chosen. Needs no store. */
export type FindCard = (text: string) => string | undefined;

/**
 * @param phrases trigger phrases of every locale (`locales/<locale>/crisis.json`): words in order, `*` at the end of a word for any ending,
 *   `_` for up to two words between; `not` masks harmless phrases first
 */
export function createFindCard(phrases: readonly CrisisPhrases[]): FindCard {
  // Made with the first words that are typed: a start should not wait for it.
  let compiled: Compiled | undefined;
  return (text) => {
    compiled ??= compileAll(phrases);
    const { harmless, cards } = compiled;
    const words = fold(text).split(' ');
    for (const [start, word] of words.entries()) for (const phrase of harmless.beginningWith(word)) mask(words, start, phrase);
    return cards.find(({ phrases }) =>
      words.some((word, start) => phrases.beginningWith(word).some((phrase) => endOf(words, start, phrase) !== undefined)),
    )?.card;
  };
}

interface Compiled {
  readonly harmless: PhraseBook;
  readonly cards: readonly { readonly card: string; readonly phrases: PhraseBook }[];
}

/** Thousands of phrases in fourteen languages: looked up by their first word, so that a message costs the same however many there are. */
interface PhraseBook {
  beginningWith(word: string): readonly Phrase[];
}

/** So many first letters name the shelf of phrases whose first word is a beginning only; shorter beginnings stand on a shelf of their own. */
const SHELF = 3;

function createPhraseBook(phrases: readonly Phrase[]): PhraseBook {
  const whole = new Map<string, Phrase[]>();
  const begun = new Map<string, Phrase[]>();
  for (const phrase of phrases) {
    const [first] = phrase;
    if (!first) continue;
    const [shelves, name] = first.prefix ? [begun, first.word.slice(0, SHELF)] : [whole, first.word];
    const shelf = shelves.get(name);
    if (shelf) shelf.push(phrase);
    else shelves.set(name, [phrase]);
  }
  return {
    beginningWith(word) {
      if (word === '') return [];
      const starts = Array.from({ length: Math.min(SHELF, word.length) }, (_, length) => begun.get(word.slice(0, length + 1)) ?? []);
      return [...(whole.get(word) ?? []), ...starts.flat()];
    },
  };
}

function compileAll(locales: readonly CrisisPhrases[]): Compiled {
  return {
    harmless: createPhraseBook(locales.flatMap((locale) => (locale.not ?? []).map(compile))),
    cards: CARDS.map((card) => ({ card, phrases: createPhraseBook(locales.flatMap((locale) => (locale[card] ?? []).map(compile))) })),
  };
}

function compile(phrase: string): Phrase {
  const parts: { word: string; prefix: boolean; gap: boolean }[] = [];
  let gap = false;
  for (const token of phrase.split(/\s+/)) {
    if (token === '_') gap = true;
    else {
      const words = fold(token).split(' ').filter(Boolean);
      words.forEach((word, index) => {
        parts.push({ word, prefix: token.endsWith('*') && index === words.length - 1, gap: gap && index === 0 });
      });
      gap = false;
    }
  }
  return parts;
}

/** Where the phrase ends when it begins at `start`, or nothing. */
function endOf(words: readonly string[], start: number, phrase: Phrase): number | undefined {
  let at = start;
  for (const [index, part] of phrase.entries()) {
    const reach = index > 0 && part.gap ? GAP : 0;
    const found = Array.from({ length: reach + 1 }, (_, skip) => at + skip).find((place) => matches(words[place], part));
    if (found === undefined) return undefined;
    at = found + 1;
  }
  return phrase.length > 0 ? at : undefined;
}

function matches(word: string | undefined, part: Phrase[number]): boolean {
  return word !== undefined && (part.prefix ? word.startsWith(part.word) : word === part.word);
}

function mask(words: string[], start: number, phrase: Phrase): void {
  const end = endOf(words, start, phrase);
  if (end !== undefined) words.fill('', start, end);
}
