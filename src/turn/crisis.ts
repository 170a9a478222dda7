import { HELP_CARDS } from '../content/guide.js';
import type { Content, CrisisWords } from '../content/types.js';
import { fold } from '../find/fold.js';

/** Words that `_` stands for, at most. */
const GAP = 2;
/** Signs stand together when so many words at most lie between the first and the last. */
const SPAN = 8;

/** Its tokens: a whole word, the beginning of one with `*` behind it, or `_`. */
type Phrase = readonly string[];

/** Finds the help card a text calls for, in any offered language whatever was chosen. Needs no store. */
export type FindCard = (text: string) => string | undefined;

/** Words of every locale are looked for at once. */
export function createFindCard(content: Pick<Content, 'crisis'>): FindCard {
  // Read and made with the first words that are typed: a start should not wait for it.
  let compiled: Compiled | undefined;
  return (text) => {
    compiled ??= compileAll(Object.values(content.crisis));
    const { harmless, signs, cards } = compiled;
    const words = fold(text).split(' ');
    for (const [start, word] of words.entries()) for (const { phrase } of harmless.beginningWith(word)) mask(words, start, phrase);
    const seen = signsIn(words, signs);
    return cards.find(
      ({ phrases, together }) =>
        words.some((word, start) => phrases.beginningWith(word).some(({ phrase }) => endOf(words, start, phrase) !== undefined)) ||
        seen.some((sign, place) => (together.get(sign.name) ?? []).some((others) => standNear(seen, place, others))),
    )?.card;
  };
}

interface Compiled {
  readonly harmless: PhraseBook<{ readonly phrase: Phrase }>;
  readonly signs: PhraseBook<NamedPhrase>;
  readonly cards: readonly {
    readonly card: string;
    readonly phrases: PhraseBook<{ readonly phrase: Phrase }>;
    /** By the sign that comes first in the text: the others that make it one for the card. */
    readonly together: ReadonlyMap<string, readonly (readonly string[])[]>;
  }[];
}

interface NamedPhrase {
  readonly phrase: Phrase;
  readonly name: string;
}

/** Thousands of phrases in fourteen languages: looked up by their first word, so that a message costs the same however many there are. */
interface PhraseBook<T> {
  beginningWith(word: string): readonly T[];
}

/** So many first letters name the shelf of phrases whose first word is a beginning only; shorter beginnings stand on a shelf of their own. */
const SHELF = 3;

function createPhraseBook<T extends { readonly phrase: Phrase }>(entries: readonly T[]): PhraseBook<T> {
  const whole = new Map<string, T[]>();
  const begun = new Map<string, T[]>();
  for (const entry of entries) {
    const [first = ''] = entry.phrase;
    const [shelves, name] = isBeginning(first) ? [begun, first.slice(0, Math.min(SHELF, first.length - 1))] : [whole, first];
    const shelf = shelves.get(name);
    if (shelf) shelf.push(entry);
    else shelves.set(name, [entry]);
  }
  return {
    beginningWith(word) {
      if (word === '') return [];
      const starts = Array.from({ length: Math.min(SHELF, word.length) }, (_, length) => begun.get(word.slice(0, length + 1)) ?? []);
      return [...(whole.get(word) ?? []), ...starts.flat()];
    },
  };
}

function compileAll(locales: readonly CrisisWords[]): Compiled {
  const compile = createCompile();
  const plain = (phrases: readonly string[]) => createPhraseBook(phrases.map((phrase) => ({ phrase: compile(phrase) })));
  // A sign belongs to its locale: a word of one language says nothing together with a word of another.
  const signs = locales.flatMap((locale, place) =>
    Object.entries(locale.signs).flatMap(([sign, phrases]) => {
      const name = `${place} ${sign}`;
      return phrases.map((phrase) => ({ phrase: compile(phrase), name }));
    }),
  );
  return {
    harmless: plain(locales.flatMap(({ not }) => not)),
    signs: createPhraseBook(signs),
    cards: HELP_CARDS.map((card) => ({
      card,
      phrases: plain(locales.flatMap(({ phrases }) => phrases[card] ?? [])),
      together: byFirst(
        locales.flatMap(({ together }, place) => (together[card] ?? []).map((names) => names.map((name) => `${place} ${name}`))),
      ),
    })),
  };
}

function byFirst(rules: readonly (readonly string[])[]): Map<string, (readonly string[])[]> {
  const found = new Map<string, (readonly string[])[]>();
  for (const rule of rules)
    for (const [place, name] of rule.entries()) {
      const others = rule.filter((_, index) => index !== place);
      found.set(name, [...(found.get(name) ?? []), others]);
    }
  return found;
}

interface Sign {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** The signs in a text, in its order. */
function signsIn(words: readonly string[], signs: PhraseBook<NamedPhrase>): Sign[] {
  return words.flatMap((word, start) =>
    signs.beginningWith(word).flatMap(({ phrase, name }) => {
      const end = endOf(words, start, phrase);
      return end === undefined ? [] : [{ name, start, end }];
    }),
  );
}

/** Whether each of the other signs stands behind the one at `place`, near it, each in words of its own. */
function standNear(seen: readonly Sign[], place: number, others: readonly string[]): boolean {
  const first = seen[place];
  if (!first) return false;
  const near: Sign[] = [];
  for (let next = place + 1; next < seen.length; next++) {
    const sign = seen[next];
    if (!sign || sign.start > first.start + SPAN) break;
    if (others.includes(sign.name)) near.push(sign);
  }
  return canChoose(others, near, [first]);
}

function canChoose(names: readonly string[], near: readonly Sign[], taken: readonly Sign[]): boolean {
  const [name, ...rest] = names;
  if (name === undefined) return true;
  const isFree = ({ start, end }: Sign) => taken.every((other) => end <= other.start || start >= other.end);
  return near.some((sign) => sign.name === name && isFree(sign) && canChoose(rest, near, [...taken, sign]));
}

/** The same few thousand words stand in tens of thousands of phrases: each is kept once. */
function createCompile(): (phrase: string) => Phrase {
  const kept = new Map<string, string>();
  const keep = (token: string) => {
    const known = kept.get(token);
    if (known === undefined) kept.set(token, token);
    return known ?? token;
  };
  return (phrase) => phrase.split(' ').map(keep);
}

function isBeginning(token: string): boolean {
  return token.endsWith('*');
}

/** Where the phrase ends when it begins at `start`, or nothing. */
function endOf(words: readonly string[], start: number, phrase: Phrase): number | undefined {
  let at = start;
  let reach = 0;
  for (const token of phrase) {
    if (token === '_') {
      reach = GAP;
      continue;
    }
    const last = at + reach;
    while (at <= last && !matches(words[at], token)) at++;
    if (at > last) return undefined;
    at++;
    reach = 0;
  }
  return at;
}

function matches(word: string | undefined, token: string): boolean {
  return word !== undefined && (isBeginning(token) ? word.startsWith(token.slice(0, -1)) : word === token);
}

function mask(words: string[], start: number, phrase: Phrase): void {
  const end = endOf(words, start, phrase);
  if (end !== undefined) words.fill('', start, end);
}
