import { HELP_CARDS } from '../content/guide.js';
import type { Content, CrisisWords } from '../content/types.js';
import { fold } from '../find/fold.js';

/** Words that `_` stands for, at most. */
const GAP = 2;
/** Signs stand together when so many words at most lie between the first and the last. */
const SPAN = 8;

/** Finds the help card a text calls for, in any offered language whatever was chosen. Needs no store. */
export type FindCard = (text: string) => string | undefined;

/** Words of every locale are looked for at once. */
export function createFindCard(content: Pick<Content, 'crisis'>): FindCard {
  // Read and made with the first words that are typed: a start should not wait for it.
  let compiled: Compiled | undefined;
  return (text) => {
    compiled ??= compileAll(Object.values(content.crisis));
    const { harmless, calls, together } = compiled;
    const words = fold(text).split(' ');
    for (const start of words.keys()) for (const { end } of harmless.at(words, start)) words.fill('', start, end);
    const seen = [...words.keys()].flatMap((start) => calls.at(words, start));
    const present = new Set(seen.map(({ name }) => name));
    return HELP_CARDS.find((card) => {
      const rules = rulesAmong(together.get(card), present);
      return present.has(card) || seen.some(({ name }, place) => rules.get(name)?.some((others) => standNear(seen, place, others)));
    });
  };
}

interface Compiled {
  readonly harmless: PhraseBook;
  /** Phrases of a card have the card's name, those of a sign the sign's. */
  readonly calls: PhraseBook;
  /** Card → a sign → the others that stand near it when the card is called for; once for each sign of a combination. */
  readonly together: ReadonlyMap<string, Rules>;
}

/** A phrase that was found in a text, from word `start` up to word `end`. */
interface Seen {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

function compileAll(locales: readonly CrisisWords[]): Compiled {
  // A sign belongs to its locale: a word of one language says nothing together with a word of another.
  const signName = (place: number, sign: string) => `${place} ${sign}`;
  const [harmless, calls] = [createPhraseBook(), createPhraseBook()];
  for (const [place, { not, phrases, signs }] of locales.entries()) {
    harmless.add('harmless', not);
    for (const card of HELP_CARDS) calls.add(card, phrases[card] ?? []);
    for (const [sign, list] of Object.entries(signs)) calls.add(signName(place, sign), list);
  }
  const rulesOf = (card: string) =>
    locales.flatMap(({ together }, place) => (together[card] ?? []).map((signs) => signs.map((sign) => signName(place, sign))));
  return { harmless, calls, together: new Map(HELP_CARDS.map((card) => [card, bySign(rulesOf(card))])) };
}

function bySign(rules: readonly (readonly string[])[]): Map<string, (readonly string[])[]> {
  const found = new Map<string, (readonly string[])[]>();
  for (const rule of rules) {
    for (const [place, sign] of rule.entries()) {
      const others = rule.filter((_, index) => index !== place);
      found.set(sign, [...(found.get(sign) ?? []), others]);
    }
  }
  return found;
}

type Rules = ReadonlyMap<string, readonly (readonly string[])[]>;

/** The combinations of which every sign is there at all: of thousands, a few. */
function rulesAmong(rules: Rules | undefined, present: ReadonlySet<string>): Rules {
  const isThere = (others: readonly string[]) => others.every((other) => present.has(other));
  return new Map([...present].map((sign) => [sign, (rules?.get(sign) ?? []).filter(isThere)]));
}

/** Whether each of the other signs stands behind the one at `place`, near it, each in words of its own. */
function standNear(seen: readonly Seen[], place: number, others: readonly string[]): boolean {
  const first = seen[place];
  if (!first) return false;
  const near: Seen[] = [];
  for (let next = place + 1; next < seen.length; next++) {
    const sign = seen[next];
    if (!sign || sign.start > first.start + SPAN) break;
    if (others.includes(sign.name)) near.push(sign);
  }
  return canChoose(others, near, [first]);
}

function canChoose(names: readonly string[], near: readonly Seen[], taken: readonly Seen[]): boolean {
  const [name, ...rest] = names;
  if (name === undefined) return true;
  const isFree = ({ start, end }: Seen) => taken.every((other) => end <= other.start || start >= other.end);
  return near.some((sign) => sign.name === name && isFree(sign) && canChoose(rest, near, [...taken, sign]));
}

/** More than a hundred thousand phrases in fourteen languages, kept as they are and looked up by their first word: a message costs the same however many there are. */
interface PhraseBook {
  /** The phrases that begin with the word at `start`. */
  at(words: readonly string[], start: number): Seen[];
}

/** So many first letters name the shelf of phrases whose first word is a beginning only; shorter beginnings stand on a shelf of their own. */
const SHELF = 3;

function createPhraseBook(): PhraseBook & { add(name: string, phrases: readonly string[]): void } {
  const names: string[] = [];
  const phrases: string[] = [];
  // Phrases of one shelf are a chain: an array for each of tens of thousands of shelves would be many times as large.
  const before: (number | undefined)[] = [];
  const whole = new Map<string, number>();
  const begun = new Map<string, number>();
  return {
    add(name, list) {
      for (const phrase of list) {
        const [first = ''] = phrase.split(' ', 1);
        const [shelves, key] = isBeginning(first) ? [begun, first.slice(0, Math.min(SHELF, first.length - 1))] : [whole, first];
        before.push(shelves.get(key));
        names.push(name);
        shelves.set(key, phrases.push(phrase) - 1);
      }
    },
    at(words, start) {
      const word = words[start];
      if (!word) return [];
      const found: Seen[] = [];
      const look = (shelf: number | undefined) => {
        for (let place = shelf; place !== undefined; place = before[place]) {
          const end = endOf(words, start, phrases[place] ?? '');
          if (end !== undefined) found.push({ name: names[place] ?? '', start, end });
        }
      };
      look(whole.get(word));
      for (let length = 1; length <= Math.min(SHELF, word.length); length++) look(begun.get(word.slice(0, length)));
      return found;
    },
  };
}

/** Where the phrase ends when it begins at `start`, or nothing. Read token by token: most phrases fail at the second. */
function endOf(words: readonly string[], start: number, phrase: string): number | undefined {
  let at = start;
  let reach = 0;
  for (let from = 0; from < phrase.length; ) {
    const space = phrase.indexOf(' ', from);
    const to = space < 0 ? phrase.length : space;
    const token = phrase.slice(from, to);
    from = to + 1;
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

/** A beginning of words has `*` behind it. */
function isBeginning(token: string): boolean {
  return token.endsWith('*');
}
