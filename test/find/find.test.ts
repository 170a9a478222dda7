import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { buildLanguage, createFind, isHeldOut } from '../../src/find/find.js';
import { fold } from '../../src/find/fold.js';
import { readTables, writeTables } from '../../src/find/tables.js';
import { skeleton } from '../../src/find/transliterate.js';
import { content, guide, LOCALES } from '../support/guide.js';

const find = createFind(guide);
beforeAll(() => find.prepare(), 120_000);
/** Texts about none of our matters: `seen` were used to set the search up, `fresh` never. */
const offTopic = z
  .record(z.string(), z.record(z.string(), z.array(z.string())))
  .parse(JSON.parse(readFileSync('test/find/off-topic.json', 'utf8')));

describe('the search', () => {
  test.each(LOCALES)('finds what it was shown in %s: indexed questions lead to their topic', (locale) => {
    const asked = Object.entries(content.questions[locale] ?? {}).flatMap(([topic, list]) =>
      list.filter((_, place) => !isHeldOut(place)).map((text) => ({ topic, text })),
    );
    const found = asked.filter(({ topic, text }) => find(locale, text).topics.slice(0, 3).includes(topic));
    expect(found.length / asked.length).toBeGreaterThan(0.9);
  });

  test.each([
    ['tr', "Kita'ya kayıt", 'kita-registration'],
    ['tr', 'cocugum hasta okula haber', 'absence-and-leave'],
    ['de', 'blauer brief', 'promotion-and-repeating'],
    ['de', 'Einladung Klassenpflegschaft', 'class-parents-meeting'],
    ['de', 'anmeldeschein', 'transition-4-5-timeline'],
    ['tr', 'Elternsprechtag', 'parent-teacher-talk'],
    ['ar', 'Grundschulempfehlung', 'transition-4-5-recommendation'],
    ['en', 'bildung und teilhabe form', 'but-benefits'],
  ])('in %s leads "%s" to %s', (locale, text, topic) => {
    expect(find(locale, text).topics.slice(0, 3)).toContain(topic);
  });

  test('never fails, whatever is typed', () => {
    const odd = [
      '',
      '   ',
      '😀😀😀',
      'x'.repeat(10_000),
      '<b onmouseover=alert(1)>x</b>',
      '\u202Eabc\u0000',
      '12345',
      'جوب'.repeat(500),
      '\ud800',
    ];
    for (const locale of LOCALES) for (const text of odd) expect(find(locale, text).topics.length).toBeLessThanOrEqual(5);
    for (const text of ['', '   ', '😀😀😀', '12345']) expect(find('tr', text).topics).toEqual([]);
  });

  test('offers the other language when the words are in it, and never changes it by itself', () => {
    expect(find('de', 'çocuğumu anaokuluna nasıl kaydederim').locale).toBe('tr');
    expect(find('tr', 'كيف أسجل طفلي في المدرسة').locale).toBe('ar');
    expect(find('tr', 'çocuğumu anaokuluna nasıl kaydederim').locale).toBeUndefined();
  });

  test.each(LOCALES)('leaves most of what is none of ours alone in %s', (locale) => {
    for (const kind of ['seen', 'fresh']) {
      const texts = offTopic[kind]?.[locale] ?? [];
      const wrong = texts.filter((text) => find(locale, text).topics.length > 0);
      expect(wrong.length / texts.length, `${kind}\n${wrong.join('\n')}`).toBeLessThan(0.25);
    }
  });
});

test('what was built before finds the same; of other content nothing is taken', () => {
  const folder = mkdtempSync(join(tmpdir(), 'elternbruecke-'));
  writeTables(folder, 'ar', { version: 'this', tables: buildLanguage(guide, 'ar') });
  const kept = createFind(guide, readTables(folder, 'this'));
  const fresh = createFind(guide);
  for (const text of ['ابني مريض كيف أخبر المدرسة', 'kayf asajjil ibni fil madrasa', 'Elternsprechtag', 'ما هو الطقس غدا'])
    expect(kept('ar', text), text).toEqual(fresh('ar', text));
  expect(readTables(folder, 'this')('ar')).toBeDefined();
  expect(readTables(folder, 'other')('ar')).toBeUndefined();
  expect(readTables(folder, 'this')('tr')).toBeUndefined();
});

test('folding makes one word of its spellings', () => {
  expect(fold('İSTANBUL ığüşöç')).toBe('istanbul igusoc');
  expect(fold('Straße')).toBe('strasse');
  expect(fold('إلى المدرسةِ ٣')).toBe('الي المدرسه 3');
});

test('a row of consonants is the same in both scripts', () => {
  expect(skeleton('школа')).toEqual(skeleton('shkola'));
  expect(skeleton('مدرسة')).toEqual(skeleton('madrasa'));
});
