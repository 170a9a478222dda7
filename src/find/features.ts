import type { SearchWords } from '../content/types.js';
import { fold } from './fold.js';
import type { Read } from './topic-index.js';
import { skeleton } from './transliterate.js';

/** Words that say little ("my", "what", "child") count little; words that mean the same also count as one; parts of words find compounds and endings. */
const [NOISE, SAME, PART] = [0.2, 1.5, 0.3] as const;
const PART_LENGTHS = [3, 4];
/** A longer word belongs to a group when it begins or ends with a word of it that is at least this long, as in `Kindergartenplatz`. */
const STEM_LENGTH = 5;

const LETTERS = /\p{Letter}/u;

/** Reads texts of one language; `words` are its words of little meaning and its groups of words that mean the same. */
export function createRead({ noise, same }: Pick<SearchWords, 'noise' | 'same'>): Read {
  const little = new Set(noise.map(fold));
  const groups = new Map(
    same.flatMap((group, index) =>
      group.flatMap((word): [string, string][] => [fold(word), arabicStem(fold(word))].map((form) => [form, `=${index}`])),
    ),
  );
  const stems = [...groups].filter(([word]) => word.length >= STEM_LENGTH && !word.includes(' '));
  const known = new Map<string, string | undefined>();

  function groupOf(word: string): string | undefined {
    if (!known.has(word)) {
      const stem = stems.find(([start]) => word.length > start.length && (word.startsWith(start) || word.endsWith(start)));
      known.set(word, groups.get(word) ?? groups.get(arabicStem(word)) ?? stem?.[1]);
    }
    return known.get(word);
  }

  return (text) => {
    const features = new Map<string, number>();
    const words: string[][] = [];
    for (const word of fold(text).split(' ')) {
      if (word === '') continue;
      add(features, word, little.has(word) ? NOISE : 1);
      if (little.has(word) || !LETTERS.test(word)) continue;
      const group = groupOf(word);
      if (group) add(features, group, SAME);
      const stem = arabicStem(word);
      if (stem !== word) add(features, stem, 1);
      const parts = partsOf(stem);
      for (const part of parts) add(features, part, PART);
      words.push([word, ...(stem === word ? [] : [stem]), ...(group ? [group] : []), ...parts]);
    }
    return { features, words };
  };
}

const ARABIC_BEGIN = /^((وال|فال|بال|كال|لل|ال)(?=[\u0621-\u064a]{2})|[وفبلك](?=[\u0621-\u064a]{4}))/u;
const ARABIC_END = /(?<=[\u0621-\u064a]{3})(كم|هم|ها|نا|ين|ون|ات|ان|ه|ي|ت)$/u;

/** A light stem: Arabic writes articles, "and", "with" and owners into the word. Words of other scripts stay as they are. */
function arabicStem(word: string): string {
  return word.replace(ARABIC_BEGIN, '').replace(ARABIC_END, '');
}

/** Reads texts as rows of consonants: for scripts that are also typed in Latin letters. */
export const readConsonants: Read = (text) => {
  const features = new Map<string, number>();
  const words = skeleton(text).map((word) => [word, ...partsOf(word)]);
  for (const [word = '', ...parts] of words) {
    add(features, word, 1);
    for (const part of parts) add(features, part, PART);
  }
  return { features, words };
};

function add(features: Map<string, number>, feature: string, weight: number): void {
  features.set(feature, (features.get(feature) ?? 0) + weight);
}

/** Three and four letters in a row, marked by `#`; a word's edges count as a letter. */
function partsOf(word: string): string[] {
  const edged = `_${word}_`;
  const parts: string[] = [];
  for (const length of PART_LENGTHS) for (let at = 0; at + length <= edged.length; at++) parts.push(`#${edged.slice(at, at + length)}`);
  return parts;
}
