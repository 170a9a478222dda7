import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCompiled, writeCompiled } from '../../src/content/compiled.js';
import { ESSENTIAL_TOPICS, missingTexts, NEEDED_FLOWS } from '../../src/content/guide.js';
import { loadContent } from '../../src/content/load.js';
import { ContentError } from '../../src/errors.js';
import { content, guide, LOCALES } from '../support/guide.js';

function copy(): string {
  const root = mkdtempSync(join(tmpdir(), 'elternbruecke-'));
  for (const folder of ['dialogs', 'locales', 'packs']) cpSync(folder, join(root, folder), { recursive: true });
  return root;
}

/** What loading says after one file was changed. */
function sayingAfter(file: string, change: (text: string) => string): string {
  const root = copy();
  writeFileSync(join(root, file), change(readFileSync(join(root, file), 'utf8')));
  try {
    loadContent(root);
  } catch (error) {
    if (error instanceof ContentError) return error.message;
    throw error;
  }
  return 'nothing';
}

describe('broken content is named by file, line and place', () => {
  test.each([
    [
      'an unknown key',
      'dialogs/about.yaml',
      (text: string) => text.replace('who: {', 'who: { whatever: 1,'),
      /dialogs\/about\.yaml:5: nodes\.who: .*whatever/,
    ],
    ['broken YAML', 'dialogs/about.yaml', (text: string) => `${text}\n  x: [`, /dialogs\/about\.yaml:\d+: /],
    [
      'two kinds at once',
      'dialogs/about.yaml',
      (text: string) => text.replace('who: { then', 'who: { end: true, choices: {}, then'),
      /dialogs\/about\.yaml:5: who: is choices and end at once/,
    ],
    [
      'a node that stops',
      'dialogs/about.yaml',
      (text: string) => text.replace('who: { then: limits }', 'who: {}'),
      /who: has neither choices nor then nor end/,
    ],
    [
      'a flow not named like its file',
      'dialogs/about.yaml',
      (text: string) => text.replace('flow: about', 'flow: other'),
      /must be named like its file/,
    ],
    ['broken JSON', 'locales/tr/about.json', (text: string) => text.slice(0, -4), /locales\/tr\/about\.json: /],
    [
      'a wrong date',
      'dialogs/data/dates.yaml',
      (text: string) => text.replace('2027-02-05', '2027-02-35'),
      /dates\.yaml:1: half_year_report_primary\.to: must be a day/,
    ],
    [
      'a page without https',
      'dialogs/data/pages.yaml',
      (text: string) => text.replace('https://www.hilfetelefon.de', 'http://www.hilfetelefon.de'),
      /pages\.yaml:\d+: hilfetelefon\.url: must be an https address/,
    ],
  ])('%s', (_what, file, change, saying) => {
    expect(sayingAfter(file, change)).toMatch(saying);
  });

  test('compiled content that was changed afterwards does not start', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'elternbruecke-')), 'content.json');
    writeCompiled(file, content);
    expect(readCompiled(file).version).toBe(content.version);
    writeFileSync(file, readFileSync(file, 'utf8').replace('116016', '116017'));
    expect(() => readCompiled(file)).toThrow(ContentError);
    expect(() => readCompiled(`${file}.gone`)).toThrow(ContentError);
  });
});

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('There is nothing here');
  return value;
}

describe('a language', () => {
  test('is offered with its own texts only: no key falls back to another language', () => {
    for (const locale of LOCALES) {
      const offered = Object.keys(guide.flows(locale));
      expect(offered).toEqual(expect.arrayContaining([...NEEDED_FLOWS, ...ESSENTIAL_TOPICS]));
      for (const flow of offered) expect(missingTexts(guide.texts, locale, found(content.flows[flow])), flow).toEqual([]);
    }
  });

  test('that lacks one help card is not offered, one that lacks a topic loses the topic and its buttons', async () => {
    const { createGuide } = await import('../../src/content/guide.js');
    const without = (file: string) => {
      const { [file]: _gone, ...tr } = content.texts.tr ?? {};
      return createGuide({ ...content, texts: { ...content.texts, tr } }, { offerDrafts: true });
    };
    expect(without('child-at-risk').locales.map(({ locale }) => locale)).not.toContain('tr');
    const lacking = without('school-forms');
    expect(lacking.locales.map(({ locale }) => locale)).toContain('tr');
    const menu = lacking.flows('tr').menu?.nodes.after_class_4;
    expect(menu?.kind === 'choices' ? Object.keys(menu.choices) : []).toEqual([
      'transition-4-5-timeline',
      'transition-4-5-recommendation',
      'transition-4-5-admission-and-refusal',
      'all_topics',
    ]);
  });

  test('that nobody reviewed is hidden when the operator wants it so', async () => {
    const { createGuide } = await import('../../src/content/guide.js');
    expect(createGuide(content, { offerDrafts: false }).locales).toEqual([]);
  });
});
