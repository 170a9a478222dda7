import { describe, expect, test } from 'vitest';
import { ESSENTIAL_TOPICS, missingTexts, NEEDED_FLOWS, speaks } from '../../src/content/guide.js';
import type { Flow } from '../../src/content/types.js';
import { content, guide, LOCALES, OFFERED } from '../support/guide.js';

const FIRST_RELEASE = ['de', 'ar', 'tr', 'uk', 'ro', 'bg', 'ru', 'fa', 'ku', 'en', 'pl', 'sq', 'sr', 'fr'];
const SCRIPTS: { readonly [locale: string]: RegExp } = {
  ar: /\p{Script=Arabic}/u,
  fa: /\p{Script=Arabic}/u,
  uk: /\p{Script=Cyrillic}/u,
  ru: /\p{Script=Cyrillic}/u,
  bg: /\p{Script=Cyrillic}/u,
};
const LATIN = /\p{Script=Latin}/u;
/** German words as they stand on letters, in titles without marks. */
const GERMAN = Object.values(content.terms)
  .map(({ german }) => german)
  .sort((one, other) => other.length - one.length);
/** Marked German words, values, abbreviations, addresses, and the name of the service may stand in every language. */
const MARKED =
  /\[\[.*?\]\]|\{\{.*?\}\}|\p{Script=Latin}*\p{Lu}[\p{Script=Latin}\d-]*\p{Lu}[\p{Script=Latin}\d-]*|Kita|Elternbrücke|[\w.-]+@[\w.-]+|\S+\.(de|nrw)/gu;
const withoutGerman = (text: string) => GERMAN.reduce((rest, term) => rest.replaceAll(term, ''), text.replace(MARKED, ''));

/** Every text that a flow says, with its buttons. */
function wordsOf(locale: string, flow: Flow): { key: string; text: string }[] {
  const nodes = Object.entries(flow.nodes).flatMap(([node, found]) => (speaks(found) ? [`${flow.name}.${node}`] : []));
  const labels = Object.values(flow.nodes).flatMap((node) =>
    node.kind === 'choices' || node.kind === 'consent' ? Object.keys(node.choices).filter((choice) => !choice.includes('-')) : [],
  );
  const keys = [`${flow.name}.title`, ...nodes, ...labels.map((choice) => `${flow.name}.choices.${choice}`)];
  return keys.map((key) => ({ key, text: guide.texts.wording(locale, key) }));
}

test('all fourteen languages of the first release are offered', () => {
  expect(OFFERED).toEqual(FIRST_RELEASE);
});

describe.each(OFFERED)('the guide in %s', (locale) => {
  const flows = Object.values(guide.flows(locale));

  test('has the essential part, each flow whole', () => {
    expect(flows.map(({ name }) => name)).toEqual(expect.arrayContaining([...NEEDED_FLOWS, ...ESSENTIAL_TOPICS]));
    for (const flow of flows) expect(missingTexts(guide.texts, locale, flow), flow.name).toEqual([]);
  });

  test('says every sentence in its own script', () => {
    const own = SCRIPTS[locale] ?? LATIN;
    const foreign = flows
      .flatMap((flow) => wordsOf(locale, flow))
      .filter(({ text }) => {
        const letters = [...withoutGerman(text)].filter((letter) => /\p{Letter}/u.test(letter));
        return letters.filter((letter) => !own.test(letter)).length > letters.length * 0.1;
      });
    expect(foreign.map(({ key, text }) => `${key}: ${text}`)).toEqual([]);
  });

  test('says no sentence that is another language’s', () => {
    const others = OFFERED.filter((other) => other !== locale);
    const same = flows
      .flatMap((flow) => wordsOf(locale, flow))
      .filter(
        ({ key, text }) => withoutGerman(text).split(/\s+/).length > 3 && others.some((other) => guide.texts.wording(other, key) === text),
      );
    expect(same.map(({ key, text }) => `${key}: ${text}`)).toEqual([]);
  });

  test('leaves no button without words, and none that leads to a topic it does not have', () => {
    const names = new Set(flows.map(({ name }) => name));
    for (const flow of flows)
      for (const [name, node] of Object.entries(flow.nodes)) {
        if (node.kind !== 'choices') continue;
        for (const [choice, { to }] of Object.entries(node.choices)) {
          const where = `${flow.name}.${name}.${choice}`;
          expect(guide.texts.label(locale, flow.name, choice), where).not.toBe(guide.texts.text(locale, 'common.text_is_gone'));
          if (!('node' in to)) expect(names.has('go' in to ? to.go : to.call), where).toBe(true);
        }
      }
  });

  test('leads from every area of its menu to a topic', () => {
    for (const flow of ['menu', 'all-topics'])
      for (const [name, node] of Object.entries(guide.flows(locale)[flow]?.nodes ?? {})) {
        const kept = node.kind !== 'choices' || Object.keys(node.choices).length > 0;
        const reached = Object.values(guide.flows(locale)[flow]?.nodes ?? {}).some(
          (other) => other.kind === 'choices' && Object.values(other.choices).some(({ to }) => 'node' in to && to.node === name),
        );
        if (reached) expect(kept, `${flow}.${name}`).toBe(true);
      }
  });

  test('formats dates in digits as on German letters, and plural rules are known', () => {
    const { intl } = guide.texts.locale(locale);
    expect(Intl.DateTimeFormat.supportedLocalesOf(intl).length).toBe(1);
    const day = new Intl.DateTimeFormat(intl, { day: 'numeric', month: 'numeric', year: 'numeric' }).format(
      new Date('2027-02-05T12:00:00Z'),
    );
    expect(day).toMatch(/2027/);
    expect(new Intl.PluralRules(intl).resolvedOptions().pluralCategories.length).toBeGreaterThan(0);
  });
});

test('languages that are not among the first four say so kindly and offer a person', () => {
  for (const locale of OFFERED.filter((offered) => !LOCALES.some((full) => full === offered)))
    expect(guide.texts.has(locale, 'common.ui.more_by_person'), locale).toBe(true);
  expect(Object.keys(content.locales).length).toBe(FIRST_RELEASE.length);
});
