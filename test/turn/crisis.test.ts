import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { HELP_CARDS } from '../../src/content/guide.js';
import { crisisSchema } from '../../src/content/schema.js';
import { createFindCard } from '../../src/turn/crisis.js';
import { content, OFFERED } from '../support/guide.js';

const findCard = createFindCard(content);
const phrases = z.array(z.object({ text: z.string(), card: z.string() }));
/** Topics whose questions may well speak of danger. */
const ABOUT_DANGER = new Set([...HELP_CARDS, 'forced-marriage-and-fgm', 'bullying-and-hate', 'early-help-and-counselling']);
const setSchema = z.object({ direct: phrases, indirect: phrases, harmless: z.array(z.string()) });

/** All languages' phrases are active at once, as in the product. Goals: security.md R-SAF-05. */
describe.each(OFFERED)('words of danger in %s', (locale) => {
  const set = setSchema.parse(JSON.parse(readFileSync(`test/crisis/${locale}.json`, 'utf8')));

  test('the set is large enough: 40 that must trigger and 40 harmless look-alikes', () => {
    expect(set.direct.length + set.indirect.length).toBeGreaterThanOrEqual(40);
    expect(set.harmless.length).toBeGreaterThanOrEqual(40);
  });

  test('hardly an everyday question brings a card', () => {
    const everyday = Object.entries(content.questions[locale] ?? {}).flatMap(([topic, list]) => (ABOUT_DANGER.has(topic) ? [] : list));
    const alarms = everyday.filter((text) => findCard(text) !== undefined);
    expect(alarms.length / everyday.length, alarms.join('\n')).toBeLessThan(0.01);
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

describe('signs that stand together', () => {
  const blank = { not: [], phrases: {} };
  const find = createFindCard({
    crisis: {
      en: {
        ...blank,
        signs: { close: ['husband', 'my ex'], hits: ['hit*', 'beat*'] },
        together: { 'violence-at-home': [['close', 'hits']] },
      },
      tr: { ...blank, signs: { close: ['koca'], hits: ['dovuyor'] }, together: { 'violence-at-home': [['close', 'hits']] } },
    },
  });

  test.each([
    ['my husband hits me'],
    ['he is beating me, my husband'],
    ['MY EX has yesterday, at the door, hit'],
    ['kocam değil koca dövüyor'],
  ])('call for the card in any order: %s', (text) => {
    expect(find(text)).toBe('violence-at-home');
  });

  test.each([
    ['one alone', 'my husband is here'],
    ['too far from each other', 'my husband came home late and said that on his way he had seen a man who hit a dog'],
    ['of two languages', 'koca hits'],
    ['one word for two signs', 'beaten'],
  ])('say nothing: %s', (_why, text) => {
    expect(find(text)).toBeUndefined();
  });

  test('a word counts for one sign only, another word for the other', () => {
    const both = createFindCard({
      crisis: { en: { ...blank, signs: { hits: ['beat*'], hurt: ['beat*'] }, together: { 'child-at-risk': [['hits', 'hurt']] } } },
    });
    expect(both('beaten')).toBeUndefined();
    expect(both('beaten and beaten')).toBe('child-at-risk');
  });

  test('a sign nobody described stops the start and is named', () => {
    const result = crisisSchema.safeParse({ not: [], phrases: {}, signs: {}, together: { 'child-at-risk': [['hits', 'blood']] } });
    expect(result.error?.issues.map(({ message }) => message)).toEqual(['knows no sign "hits"', 'knows no sign "blood"']);
  });
});
