import { describe, expect, test } from 'vitest';
import { type Authoring, checkAuthoring, loadAuthoring } from '../../src/content/authoring.js';
import { checkContent } from '../../src/content/check.js';
import type { Rule } from '../../src/content/finding.js';
import type { Content, FlowNode, TextTree } from '../../src/content/types.js';
import { content } from '../support/guide.js';

const AUTHORING: Authoring = {
  ...loadAuthoring(process.cwd()),
  reviews: new Map([
    ['tr', { reviews: { 'menu.title': { by: 'x', on: '2026-11-24', hash: 'other' } }, basedOn: { 'menu.title': 'other' } }],
  ]),
};
const findingsIn = (draft: Content) => [...checkContent(draft, NOW), ...checkAuthoring(draft, AUTHORING)];
const NOW = new Date('2026-11-24T12:00:00Z');
type Draft = { -readonly [Key in keyof Content]: Content[Key] };

/** A copy that a test may break on purpose. */
function broken(change: (draft: Draft) => void): Content {
  const draft: Draft = structuredClone(content);
  change(draft);
  return draft;
}

function withNode(draft: Draft, flow: string, node: string, change: (before: FlowNode) => FlowNode): void {
  const before = draft.flows[flow];
  const old = before?.nodes[node];
  if (!before || !old) throw new Error(`There is no ${flow}.${node}`);
  draft.flows = { ...draft.flows, [flow]: { ...before, nodes: { ...before.nodes, [node]: change(old) } } };
}

function withText(draft: Draft, locale: string, file: string, change: (texts: { [key: string]: string | TextTree }) => void): void {
  const tree = { ...draft.texts[locale] };
  const texts: { [key: string]: string | TextTree } = { ...(tree[file] as TextTree) };
  change(texts);
  draft.texts = { ...draft.texts, [locale]: { ...tree, [file]: texts } };
}

const choice = (to: string) => ({ to: { node: to } });
const BREAKS: { readonly [R in Rule]: (draft: Draft) => void } = {
  unknown_target: (draft) => withNode(draft, 'about', 'who', (node) => ({ ...node, kind: 'say', then: { node: 'nowhere' } })),
  unreachable_node: (draft) => withNode(draft, 'about', 'who', (node) => ({ ...node, kind: 'end', speaks: true })),
  no_end: (draft) => withNode(draft, 'about', 'limits', (node) => ({ ...node, kind: 'say', then: { node: 'who' } })),
  too_many_bubbles: (draft) => {
    withNode(draft, 'kaoa-overview', 'what_happens', (node) => ({ ...node, kind: 'say', then: { node: 'who_decides' } }));
    withNode(draft, 'kaoa-overview', 'your_part', (node) => ({ ...node, kind: 'say', then: { node: 'only_for_some' } }));
  },
  too_many_choices: (draft) =>
    withNode(draft, 'all-topics', 'areas', (node) => ({
      ...node,
      kind: 'choices',
      choices: Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [name, choice('work')])),
    })),
  missing_key: (draft) => withText(draft, 'tr', 'about', (texts) => delete texts.who),
  extra_key: (draft) => withText(draft, 'ar', 'about', (texts) => Object.assign(texts, { nobody_says_this: 'x' })),
  placeholders_differ: (draft) =>
    withText(draft, 'tr', 'about', (texts) => Object.assign(texts, { who: 'Bu hizmeti yürüten: bir dernek.' })),
  same_label: (draft) =>
    withText(draft, 'en', 'all-topics', (texts) =>
      Object.assign(texts, { choices: { ...(texts.choices as TextTree), secondary: 'After class 4' } }),
    ),
  expired_fact: (draft) => {
    draft.dates = { half_year_report_primary: { from: '2026-02-01', to: '2026-02-05', facts: [], checked: '2026-01-01' } };
  },
  unknown_name: (draft) => withNode(draft, 'about', 'who', (node) => ({ ...node, page: 'somewhere' })),
  unknown_value: (draft) =>
    withText(draft, 'de', 'about', (texts) => Object.assign(texts, { who: 'Das {{place.town_hall}} betreibt dieses Programm.' })),
  unexplained_term: (draft) => withText(draft, 'ar', 'glossary', (texts) => delete texts.abitur),
  too_long: (draft) =>
    withText(draft, 'de', 'about', (texts) =>
      Object.assign(texts, {
        limits: 'Dieser Satz ist viel zu lang, denn er hat sehr viel mehr Wörter als ein Satz in einfacher Sprache haben darf.',
      }),
    ),
  contact_without_consent: (draft) =>
    withNode(draft, 'call-back', 'ask_consent', (node) => ({
      ...node,
      kind: 'choices',
      choices: { granted: choice('ask_when'), refused: choice('nothing_kept') },
    })),
  link_not_allowed: (draft) => {
    draft.pages = { ...draft.pages, elternmitwirkung: { url: 'https://evil.example/', site: 'evil.example', title: 'x' } };
  },
  unknown_fact: (draft) => withNode(draft, 'kita-fees', 'short_answer', (node) => ({ ...node, facts: ['school-system/kita-fees/F99'] })),
  uncovered_topic: (draft) => {
    const { 'kita-fees': _gone, ...flows } = draft.flows;
    draft.flows = flows;
  },
  kaoa_unanswered: (draft) => {
    const { 'kaoa-internship': _gone, ...flows } = draft.flows;
    draft.flows = flows;
  },
  same_question: (draft) => {
    draft.questions = { ...draft.questions, de: { 'kita-fees': ['was kostet die kita'], 'kita-registration': ['Was kostet die Kita'] } };
  },
  hard_to_read: (draft) =>
    withText(draft, 'de', 'about', (texts) =>
      Object.assign(texts, {
        who: 'Verwaltungsverfahrensrechtliche Zuständigkeitsvoraussetzungen erfordern Genehmigungsunterlagen der Aufsichtsbehörde.',
      }),
    ),
  outdated_translation: () => undefined,
  outdated_review: () => undefined,
  outdated_copy: (draft) => {
    const { essen, ...others } = draft.packs;
    if (essen) draft.packs = { ...others, essen: { ...essen, texts: { tr: { menu: { title: 'Essen konuları' } } } } };
  },
  advice_word: (draft) =>
    withText(draft, 'de', 'about', (texts) => Object.assign(texts, { who: 'Das Gymnasium ist die beste Schule für Ihr Kind.' })),
  no_next_step: (draft) => withNode(draft, 'kita-fees', 'next_step', (node) => ({ ...node, step: false, helps: [] })),
};

describe('the content check', () => {
  test('finds nothing wrong in the product', () => {
    expect(findingsIn(content).filter(({ level }) => level === 'error')).toEqual([]);
  });

  test.each(Object.entries(BREAKS))('finds %s in a copy broken on purpose', (rule, breakIt) => {
    const findings = findingsIn(broken(breakIt)).filter((finding) => finding.rule === rule);
    expect(findings.length).toBeGreaterThan(0);
    expect(findings[0]?.where).toMatch(/dialogs\/|locales\//);
  });
});
