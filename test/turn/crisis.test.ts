import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createFindCard } from '../../src/turn/crisis.js';
import { content, LOCALES, OFFERED } from '../support/guide.js';

const findCard = createFindCard(Object.values(content.crisis));
const phrases = z.array(z.object({ text: z.string(), card: z.string() }));
const setSchema = z.object({ direct: phrases, indirect: phrases, harmless: z.array(z.string()) });

/** All languages' phrases are active at once, as in the product. Goals: security.md R-SAF-05. */
describe.each(OFFERED)('words of danger in %s', (locale) => {
  const set = setSchema.parse(JSON.parse(readFileSync(`test/crisis/${locale}.json`, 'utf8')));

  test('the set is large enough: 40 that must trigger and 40 harmless look-alikes, in the later languages 24 of each', () => {
    const enough = LOCALES.some((first) => first === locale) ? 40 : 24;
    expect(set.direct.length + set.indirect.length).toBeGreaterThanOrEqual(enough);
    expect(set.harmless.length).toBeGreaterThanOrEqual(enough);
  });

  test('every direct phrase brings a help card', () => {
    expect(set.direct.filter(({ text }) => findCard(text) === undefined).map(({ text }) => text)).toEqual([]);
  });

  test('the card fits the words', () => {
    const other = set.direct
      .filter(({ text, card }) => findCard(text) !== card)
      .map(({ text, card }) => `${text}: ${findCard(text)} instead of ${card}`);
    expect(other.length / set.direct.length, other.join('\n')).toBeLessThanOrEqual(0.15);
  });

  test('of all phrases at least 95 of 100 are found', () => {
    const all = [...set.direct, ...set.indirect];
    expect(all.filter(({ text }) => findCard(text) !== undefined).length / all.length).toBeGreaterThanOrEqual(0.95);
  });

  test('at most 5 of 100 harmless phrases bring a card', () => {
    const alarms = set.harmless.filter((text) => findCard(text) !== undefined);
    expect(alarms.length / set.harmless.length, alarms.join('\n')).toBeLessThanOrEqual(0.05);
  });
});
