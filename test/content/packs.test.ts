import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { checkAuthoring, loadAuthoring } from '../../src/content/authoring.js';
import { checkContent } from '../../src/content/check.js';
import { createGuide, type Guide } from '../../src/content/guide.js';
import { loadContent } from '../../src/content/load.js';
import { copiesNow } from '../../src/content/review.js';
import { OFFERED } from '../support/guide.js';
import { testParts } from '../support/parts.js';
import { openTalk } from '../support/talk.js';

/** A folder with the real content and files of a test pack for Essen. */
function rootWith(files: { [path: string]: string }): string {
  const root = mkdtempSync(join(tmpdir(), 'elternbruecke-'));
  for (const folder of ['dialogs', 'locales', 'packs', 'docs']) cpSync(folder, join(root, folder), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    const file = join(root, 'packs', 'essen', path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
  }
  return root;
}

const contentWith = (files: { [path: string]: string }) => loadContent(rootWith(files));

const NOW = new Date('2026-11-24T12:00:00Z');
const PACK = 'name: Essen\nchecked: 2026-11-22\nfacts: { name: Essen, ki_name: KI Essen, ki_site: www.essen.de }\n';
const errorsOf = (files: { [path: string]: string }) =>
  checkContent(contentWith(files), NOW).map(({ where, problem, rule }) => `${where}: ${problem} [${rule}]`);

const ownFlow = 'flow: about\nstart: who\nnodes:\n  who: { then: only_here }\n  only_here: { end: true }\n';
const ownTexts = (locale: string) => ({
  [`locales/${locale}/about.json`]: JSON.stringify({ who: `who ${locale}`, only_here: `here ${locale}` }),
});

describe('a pack laid over the base', () => {
  test('replaces texts one by one, in its place only', () => {
    const guide = createGuide(contentWith({ 'locales/tr/menu.json': '{ "title": "Essen konuları" }' }), { offerDrafts: true });
    expect(guide.texts.text('tr', 'menu.title', {}, 'essen')).toBe('Essen konuları');
    expect(guide.texts.text('tr', 'menu.title', {}, 'bochum')).not.toBe('Essen konuları');
    expect(guide.texts.text('tr', 'menu.title')).not.toBe('Essen konuları');
    expect(guide.texts.text('de', 'menu.title', {}, 'essen')).toBe(guide.texts.text('de', 'menu.title'));
  });

  test('replaces flows as a whole, and switches topics off together with the buttons to them', () => {
    const content = contentWith({
      'pack.yaml': `${PACK}off: [kaoa-overview]\n`,
      'dialogs/about.yaml': ownFlow,
      ...Object.assign({}, ...OFFERED.map(ownTexts)),
    });
    expect(checkContent(content, NOW)).toEqual([]);
    const guide = createGuide(content, { offerDrafts: true });
    expect(Object.keys(guide.flows('tr', 'essen').about?.nodes ?? {})).toEqual(['who', 'only_here']);
    expect(Object.keys(guide.flows('tr', 'bochum').about?.nodes ?? {})).not.toContain('only_here');
    expect(guide.flows('tr', 'essen')['kaoa-overview']).toBeUndefined();
    const leading = (guided: Guide, municipality?: string) =>
      JSON.stringify(Object.values(guided.flows('tr', municipality)).map(({ nodes }) => nodes)).includes('"go":"kaoa-overview"');
    expect(leading(guide)).toBe(true);
    expect(leading(guide, 'essen')).toBe(false);
  });

  test('speaks in the talk of a family there, and what was said stays as it was after the place is changed', async () => {
    const content = contentWith({ 'locales/tr/child-stage.json': '{ "ask_band": "Essen: çocuğunuz kaç yaşında?" }' });
    const parts = await testParts({ content });
    const talk = await openTalk(parts, { municipality: 'essen' });
    const { present } = await import('../../src/effects/present.js');
    const words = async () => (await parts.messages.after(talk.id, 0, 100)).map((message) => present(parts, message, 'tr').text);
    expect(await words()).toContain('Essen: çocuğunuz kaç yaşında?');
    expect((await words()).length).toBeGreaterThan(0);
    await talk.press('skip');
    expect(await words()).toContain('Essen: çocuğunuz kaç yaşında?');
  });

  test.each([
    [
      'a text that replaces nothing',
      { 'locales/de/menu.json': '{ "no_such_text": "x" }' },
      /packs\/essen\/locales\/de\/menu\.json: menu\.no_such_text replaces no text/,
    ],
    ['a language nobody knows', { 'locales/xx/menu.json': '{ "title": "x" }' }, /packs\/essen\/locales\/xx: is no language of the base/],
    ['other values than the German text', { 'locales/tr/about.json': '{ "who": "x {{place.name}}" }' }, /about\.who has other values/],
    ['a fact nobody set', { 'locales/de/menu.json': '{ "title": "{{place.mayor}}" }' }, /\{\{place\.mayor\}\}, which nobody set/],
    [
      'an own flow that lacks a language',
      { 'dialogs/about.yaml': ownFlow, ...ownTexts('de') },
      /packs\/essen\/locales\/tr\/about\.json: lacks about\.only_here/,
    ],
    [
      'an own flow that leads nowhere',
      { 'dialogs/about.yaml': ownFlow.replace('only_here: { end: true }', 'only_here: { then: go:nowhere }') },
      /packs\/essen\/dialogs\/about\.yaml:\d+: only_here: leads to the flow nowhere/,
    ],
    ['a flow switched off that does not exist', { 'pack.yaml': `${PACK}off: [no-such-flow]\n` }, /no-such-flow, which is no flow/],
    ['a help card switched off', { 'pack.yaml': `${PACK}off: [child-at-risk]\n` }, /child-at-risk is needed everywhere/],
    [
      'a flow switched off that another one goes to by itself',
      { 'pack.yaml': `${PACK}off: [child-stage]\n` },
      /leads to the flow child-stage, which packs\/essen switches off/,
    ],
  ])('is refused with %s', (_what, files, saying) => {
    expect(errorsOf(files).join('\n')).toMatch(saying);
  });
});

describe('what a pack has copied', () => {
  const files = {
    'dialogs/about.yaml': ownFlow,
    'locales/tr/menu.json': '{ "title": "Essen konuları" }',
    ...Object.assign({}, ...OFFERED.map(ownTexts)),
  };
  const copied = (root: string) =>
    checkAuthoring(loadContent(root), loadAuthoring(root))
      .filter(({ rule }) => rule === 'outdated_copy')
      .map(({ level, where, problem }) => `${level} ${where}: ${problem}`);

  test('is warned of until it is written down what it was copied from, and again when that has changed', () => {
    const root = rootWith(files);
    expect(copied(root)).toContainEqual(expect.stringMatching(/^warning packs\/essen\/dialogs\/about: stands in for the base/));
    expect(copied(root)).toContainEqual(expect.stringMatching(/^warning packs\/essen\/locales\/tr\/menu\.title: stands in for the base/));
    writeFileSync(join(root, 'packs/essen/based-on.json'), JSON.stringify(copiesNow(loadContent(root), 'essen')));
    expect(copied(root)).toEqual([]);
    const [about, menu] = [join(root, 'dialogs/about.yaml'), join(root, 'locales/tr/menu.json')];
    writeFileSync(about, `# a remark changes nothing\n${readFileSync(about, 'utf8')}`);
    expect(copied(root)).toEqual([]);
    const texts = z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(menu, 'utf8')));
    writeFileSync(menu, JSON.stringify({ ...texts, title: 'Başka konular' }));
    writeFileSync(about, readFileSync(about, 'utf8').replace('nodes:\n', 'nodes:\n  unused: { end: true }\n'));
    expect(copied(root)).toEqual([
      expect.stringMatching(/^warning packs\/essen\/dialogs\/about: the base it was copied from has changed since/),
      expect.stringMatching(/^warning packs\/essen\/locales\/tr\/menu\.title: the base it was copied from has changed since/),
    ]);
  });
});
