import type { Finding, Rule } from './finding.js';
import { place } from './finding.js';
import { speaks } from './guide.js';
import { textAt } from './texts.js';
import type { Content } from './types.js';

/** Flesch's reading ease for German (Amstad 1978); fact sheet participation, section 6.2. */
const READABLE = 60;
/** A line of few words says nothing about how hard a text is. */
const FEW_WORDS = 6;
/** Words that rank or advise. Each may be right in its place; an author looks. */
const ADVICE =
  /\b(besser|beste[rsn]?|am besten|schlechter|schlechteste[rsn]?|ideal|optimal|empfehlen wir|wir empfehlen|raten wir|wir raten|garantiert|bestimmt bekommen|problemlos|leider noch)\b/iu;

/** What an author should look at once more in German: hard to read, or words that rank or advise. Warnings only. */
export function checkStyle({ flows, texts }: Content): Finding[] {
  return Object.values(flows).flatMap((flow) =>
    Object.entries(flow.nodes).flatMap(([name, node]) => {
      const text = speaks(node) ? textAt(texts.de, `${flow.name}.${name}`) : undefined;
      if (text === undefined) return [];
      // German words as they stand on letters cannot be made easier.
      const plain = text.replace(/\*\*.*?\*\*|\{\{.*?\}\}/g, '');
      const ease = readingEase(plain);
      const advice = ADVICE.exec(plain)?.[0];
      return [
        ...(ease < READABLE
          ? [warning('hard_to_read', place(flow, name), `has a reading ease of ${ease.toFixed(0)}, better ${READABLE}`)]
          : []),
        ...(advice ? [warning('advice_word', place(flow, name), `says "${advice}": is it neutral here?`)] : []),
      ];
    }),
  );
}

const warning = (rule: Rule, where: string, problem: string): Finding => ({ level: 'warning', rule, where, problem });

/** 180 less words a sentence, less 58.5 times syllables a word. */
function readingEase(text: string): number {
  const sentences = text.split(/[.!?:\n]+/).filter((sentence) => /\p{Letter}/u.test(sentence));
  const words = text.match(/\p{Letter}+/gu) ?? [];
  if (words.length < FEW_WORDS) return 100;
  const syllables = words.reduce(
    (sum, word) => sum + Math.max(1, (word.toLowerCase().match(/(ei|ai|au|eu|äu|ie|[aeiouyäöü])/g) ?? []).length),
    0,
  );
  return 180 - words.length / Math.max(1, sentences.length) - 58.5 * (syllables / words.length);
}
