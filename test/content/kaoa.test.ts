import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { loadAuthoring } from '../../src/content/authoring.js';
import { content, guide, LOCALES } from '../support/guide.js';

const entry = z.looseObject({ code: z.string(), label: z.string() });
const catalogue = z
  .looseObject({
    kaoaCategories: z.array(entry),
    kaoaElements: z.array(entry),
    followOnOptions: z.array(entry.extend({ anzeigeZusatzmerkmal: z.array(z.string()) })),
    transitionRecommendations: z.array(entry),
  })
  .parse(JSON.parse(readFileSync(join('test', 'fixtures', 'nrw-catalogue.json'), 'utf8')));
const { kaoa } = loadAuthoring(process.cwd());

describe('KAoA in the guide', () => {
  test('answers all 9 categories and 35 elements of the ministry’s catalogue, under their official labels', () => {
    const labels = (entries: typeof kaoa.elements) => Object.fromEntries(Object.entries(entries).map(([code, { label }]) => [code, label]));
    const official = (entries: z.infer<typeof entry>[]) => Object.fromEntries(entries.map(({ code, label }) => [code, label]));
    expect(labels(kaoa.categories)).toEqual(official(catalogue.kaoaCategories));
    expect(labels(kaoa.elements)).toEqual(official(catalogue.kaoaElements));
    expect(Object.keys(kaoa.elements)).toHaveLength(35);
  });

  test.each(LOCALES)('answers each of them in %s by words of its own', (locale) => {
    for (const [code, { answered }] of Object.entries({ ...kaoa.categories, ...kaoa.elements }))
      for (const target of answered) {
        const [flow = ''] = target.split('.');
        expect(guide.flows(locale)[flow], `${code} ${target}`).toBeDefined();
        expect(guide.texts.has(locale, target), `${code} ${target}`).toBe(true);
      }
  });

  test('never shows a family a code of the catalogue', () => {
    for (const [locale, tree] of Object.entries(content.texts)) expect(JSON.stringify(tree), locale).not.toMatch(/\bSBO[ _-]?\d/);
  });

  test('calls the day in class 8 by its name since 2025/26 and explains the old word', () => {
    const text = JSON.stringify(content.texts.de?.['kaoa-class-8-strengths-day']);
    expect(text).toContain('Potenziale entdecken');
    expect(text).toContain('Potenzialanalyse');
  });
});

/** `SBO_10_7_5` and `BO_10_7_11` (the catalogue writes both) → 5 and 11. */
const certificateOf = (attribute: string) => Number(attribute.split('_').at(-1));
const optionOf = (code: string) => code.toLowerCase().replace('ö', 'oe');

describe('the doors that are open with an expected certificate', () => {
  const flow = content.flows['open-doors'];
  const nodes = Object.values(flow?.nodes ?? {});

  test.each(Array.from({ length: 13 }, (_, place) => place + 1))(
    'are those of the official table, in its order: certificate %i',
    (certificate) => {
      const official = catalogue.followOnOptions.filter(({ anzeigeZusatzmerkmal }) =>
        anzeigeZusatzmerkmal.map(certificateOf).includes(certificate),
      );
      const shown = nodes
        .filter(({ facts }) => facts.includes(`nrw-catalogue/followOnOptions/${certificate}`))
        .flatMap(({ lines }) => lines);
      expect(official.length).toBeGreaterThan(0);
      expect(shown).toEqual(official.map(({ code }) => optionOf(code)));
    },
  );

  test.each(LOCALES)('have plain words in %s, each its own', (locale) => {
    const lines = catalogue.followOnOptions.map(({ code }) => guide.texts.text(locale, `open-doors.lines.${optionOf(code)}`));
    expect(new Set(lines).size).toBe(catalogue.followOnOptions.length);
  });
});

test('all six values of the official recommendation are explained', () => {
  const {
    what_it_says = '',
    one_type = '',
    with_limits = '',
    no_recommendation = '',
  } = z
    .record(z.string(), z.unknown())
    .transform((texts) => Object.fromEntries(Object.entries(texts).filter((pair): pair is [string, string] => typeof pair[1] === 'string')))
    .parse(content.texts.de?.['transition-4-5-recommendation']);
  expect(catalogue.transitionRecommendations).toHaveLength(6);
  for (const form of ['Hauptschule', 'Realschule', 'Gymnasium']) expect(one_type + what_it_says).toContain(form);
  expect(with_limits).toMatch(/Hauptschule.*Realschule.*\n[\s\S]*Realschule.*Gymnasium/);
  expect(no_recommendation).toContain('keine Empfehlung');
});
