import { berlinDay } from './format.js';
import { choicesOf, createGuide, missingTexts, speaks } from './guide.js';
import { createTexts } from './texts.js';
import type { Content, Flow, FlowNode, Target, TextTree } from './types.js';

/** What the content check found. An `error` keeps the content from being built; a `warning` is for authors to look at. */
export interface Finding {
  readonly level: 'error' | 'warning';
  /** One of a closed list, so that a test can break a copy on purpose for each. */
  readonly rule: Rule;
  readonly where: string;
  readonly problem: string;
}

export type Rule =
  | 'unknown_target'
  | 'unreachable_node'
  | 'no_end'
  | 'too_many_bubbles'
  | 'too_many_choices'
  | 'missing_key'
  | 'extra_key'
  | 'placeholders_differ'
  | 'same_label'
  | 'expired_fact'
  | 'unknown_name'
  | 'unexplained_term'
  | 'too_long'
  | 'contact_without_consent'
  | 'link_not_allowed';

/** Limits of plain German (participation fact sheet, section 6.2) and of every language. */
const LIMITS = {
  wordsPerSentence: 15,
  averageWords: 10,
  sentencesPerBubble: 5,
  charactersPerSentence: 110,
  bubblesBeforeChoice: 3,
  choices: 5,
} as const;

/** Hosts that pages of the allow-list may have. */
const OFFICIAL =
  /(^|\.)(schulministerium\.nrw|schulministerium\.nrw\.de|nrw|land\.nrw|mags\.nrw|kita\.nrw\.de|qua-lis\.nrw\.de|bass\.schule\.nrw|recht\.nrw\.de|berufsorientierung-nrw\.de|keinabschlussohneanschluss\.nrw\.de|kommunale-koordinierung\.com|arbeitsagentur\.de|elternmitwirkung\.nrw\.de|elternnetzwerk-nrw\.de|eltern-mischen-mit\.de|kommunale-integrationszentren-nrw\.de|hilfetelefon\.de|telefonseelsorge\.de|mutes\.de|nummergegenkummer\.de|griffbereit-rucksack\.de)$/;

/** Checks compiled content as a whole; see docs/content.md for the rules. */
export function checkContent(content: Content, now: Date): Finding[] {
  return [
    ...Object.values(content.flows).flatMap((flow) => [...checkShape(content, flow), ...checkNames(content, flow), ...checkWays(flow)]),
    ...checkConsents(content),
    ...checkTexts(content),
    ...checkGerman(content),
    ...checkTerms(content),
    ...checkLinks(content),
    ...checkDates(content, berlinDay(now)),
  ];
}

const error = (rule: Rule, where: string, problem: string): Finding => ({ level: 'error', rule, where, problem });

function place(flow: Flow, node: string): string {
  return `${flow.file}:${flow.nodes[node]?.line ?? 1}: ${node}`;
}

export function targetsOf(node: FlowNode): Target[] {
  switch (node.kind) {
    case 'choices':
    case 'consent':
      return Object.values(node.choices).map(({ to }) => to);
    case 'if':
      return [node.then, node.else];
    case 'call':
      return [{ call: node.flow }, node.then];
    case 'end':
      return [];
    case 'say':
      return node.then ? [node.then] : [];
    case 'collect':
    case 'do':
      return [node.then];
  }
}

function checkShape(content: Content, flow: Flow): Finding[] {
  const findings: Finding[] = [];
  const reached = new Set<string>();
  const visit = (name: string) => {
    if (reached.has(name)) return;
    reached.add(name);
    for (const target of flow.nodes[name] ? targetsOf(flow.nodes[name]) : []) if ('node' in target) visit(target.node);
  };
  if (flow.nodes[flow.start]) visit(flow.start);
  else findings.push(error('unknown_target', `${flow.file}:1: start`, `there is no node ${flow.start}`));
  for (const [name, node] of Object.entries(flow.nodes)) {
    for (const target of targetsOf(node)) {
      if ('node' in target && !flow.nodes[target.node])
        findings.push(error('unknown_target', place(flow, name), `leads to ${target.node}, which does not exist`));
      const other = 'call' in target ? target.call : 'go' in target ? target.go : undefined;
      if (other !== undefined && !content.flows[other])
        findings.push(error('unknown_target', place(flow, name), `leads to the flow ${other}, which does not exist`));
    }
    if (!reached.has(name)) findings.push(error('unreachable_node', place(flow, name), 'no way leads here'));
    if (choicesOf(node).length > LIMITS.choices)
      findings.push(error('too_many_choices', place(flow, name), `has ${choicesOf(node).length} buttons, at most ${LIMITS.choices}`));
  }
  return findings;
}

/** Every way comes to a question or an end, after at most three bubbles of this flow. */
function checkWays(flow: Flow): Finding[] {
  const findings: Finding[] = [];
  for (const start of Object.keys(flow.nodes)) {
    const walk = (name: string, bubbles: number, path: readonly string[]): void => {
      const node = flow.nodes[name];
      if (!node) return;
      if (path.includes(name)) {
        findings.push(error('no_end', place(flow, start), `goes round without a question: ${[...path, name].join(' → ')}`));
        return;
      }
      const said = bubbles + (speaks(node) ? 1 : 0);
      if (said > LIMITS.bubblesBeforeChoice) {
        findings.push(
          error('too_many_bubbles', place(flow, start), `says ${said} bubbles before a question: ${[...path, name].join(' → ')}`),
        );
        return;
      }
      if (node.kind === 'choices' || node.kind === 'consent' || node.kind === 'collect' || node.kind === 'end') return;
      for (const target of targetsOf(node)) if ('node' in target) walk(target.node, said, [...path, name]);
    };
    if (flow.nodes[start]?.kind !== 'if') walk(start, 0, []);
  }
  if (!canEnd(flow)) findings.push(error('no_end', `${flow.file}:1`, 'no way of this flow leads to an end or to another flow'));
  return findings;
}

function canEnd(flow: Flow): boolean {
  return Object.values(flow.nodes).some((node) => node.kind === 'end' || targetsOf(node).some((target) => 'go' in target));
}

function checkNames(content: Content, flow: Flow): Finding[] {
  const common = content.texts.de?.common;
  const helpers = typeof common === 'object' && typeof common.helpers === 'object' ? common.helpers : {};
  const known: [keyof FlowNode & ('terms' | 'dates' | 'numbers' | 'helps'), object][] = [
    ['terms', content.terms],
    ['dates', content.dates],
    ['numbers', content.numbers],
    ['helps', helpers],
  ];
  return Object.entries(flow.nodes).flatMap(([name, node]) => {
    const unknown = known.flatMap(([kind, table]) =>
      node[kind].filter((id) => !Object.hasOwn(table, id)).map((id) => `${kind} names ${id}, which is not in the data`),
    );
    if (node.page && !content.pages[node.page]) unknown.push(`page names ${node.page}, which is not on the list of official pages`);
    return unknown.map((problem) => error('unknown_name', place(flow, name), problem));
  });
}

/** No way of any flow leads to keeping a contact without passing the consent for it: looked for by walking all flows with the consents gathered so far. */
function checkConsents(content: Content): Finding[] {
  const findings = new Map<string, Finding>();
  for (const flow of Object.values(content.flows)) {
    const seen = new Set<string>();
    const walk = (name: string, granted: ReadonlySet<string>): void => {
      const node = flow.nodes[name];
      const key = `${name}|${[...granted].sort().join()}`;
      if (!node || seen.has(key)) return;
      seen.add(key);
      if (node.kind === 'do' && 'consent' in node.action && !granted.has(node.action.consent)) {
        findings.set(
          place(flow, name),
          error(
            'contact_without_consent',
            place(flow, name),
            `${node.action.kind} can be reached without the consent ${node.action.consent}`,
          ),
        );
      }
      if (node.kind === 'consent') {
        for (const [choice, { to }] of Object.entries(node.choices)) {
          if ('node' in to) walk(to.node, choice === 'granted' ? new Set([...granted, node.purpose]) : granted);
        }
        return;
      }
      for (const target of targetsOf(node)) if ('node' in target) walk(target.node, granted);
    };
    walk(flow.start, new Set());
  }
  return [...findings.values()];
}

function keysOf(tree: TextTree, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${prefix}${key}`] : keysOf(value, `${prefix}${key}.`),
  );
}

function textAt(tree: TextTree, key: string): string | undefined {
  let value: string | TextTree | undefined = tree;
  for (const part of key.split('.')) value = typeof value === 'object' ? value[part] : undefined;
  return typeof value === 'string' ? value : undefined;
}

function placeholders(text: string): string {
  return [...text.matchAll(/\{\{\s*([\w.]+)\s*\}\}/g)]
    .map(([, name]) => name)
    .sort()
    .join(' ');
}

/** German is the pivot: every offered language has the same keys with the same placeholders. */
function checkTexts(content: Content): Finding[] {
  const german = content.texts.de ?? {};
  const texts = createTexts(content);
  const wanted = new Set(keysOf(german));
  const findings = Object.values(content.flows).flatMap((flow) =>
    missingTexts(texts, 'de', flow).map((key) => error('missing_key', `locales/de/${flow.name}.json`, `lacks ${key}`)),
  );
  const used = new Set(
    Object.values(content.flows).flatMap((flow) => [
      `${flow.name}.title`,
      ...Object.entries(flow.nodes).flatMap(([name, node]) => (speaks(node) ? [`${flow.name}.${name}`] : [])),
    ]),
  );
  for (const key of wanted) {
    const [file = ''] = key.split('.');
    if (content.flows[file] && !used.has(key) && !key.startsWith(`${file}.choices.`))
      findings.push(error('extra_key', `locales/de/${file}.json`, `${key} belongs to no node`));
  }
  for (const [locale, tree] of Object.entries(content.texts)) {
    const file = (key: string) => `locales/${locale}/${key.split('.')[0]}.json`;
    const keys = new Set(keysOf(tree));
    for (const key of wanted) {
      if (!keys.has(key)) findings.push(error('missing_key', file(key), `lacks ${key}`));
      else if (placeholders(textAt(tree, key) ?? '') !== placeholders(textAt(german, key) ?? ''))
        findings.push(error('placeholders_differ', file(key), `${key} has other values than in German`));
    }
    for (const key of keys) if (!wanted.has(key)) findings.push(error('extra_key', file(key), `${key} is not in German`));
    findings.push(...checkLabels(content, texts, locale));
  }
  return findings;
}

function checkLabels(content: Content, texts: ReturnType<typeof createTexts>, locale: string): Finding[] {
  return Object.values(content.flows).flatMap((flow) =>
    Object.entries(flow.nodes).flatMap(([name, node]) => {
      const labels = choicesOf(node).map((choice) => texts.label(locale, flow.name, choice));
      return new Set(labels).size === labels.length
        ? []
        : [error('same_label', `locales/${locale}/${flow.name}.json`, `${name} has two buttons with the same words`)];
    }),
  );
}

/** The lines of a bubble as sentences, without marks and values. */
function sentencesOf(text: string): string[] {
  return text
    .replace(/\*\*|\[\[|\]\]/g, '')
    .split('\n')
    .flatMap((line) => line.split(/(?<=[.!?؟])\s+/u))
    .map((sentence) => sentence.trim())
    .filter((sentence) => /\p{Letter}/u.test(sentence));
}

function checkGerman(content: Content): Finding[] {
  const german = content.texts.de ?? {};
  return Object.values(content.flows).flatMap((flow) =>
    Object.entries(flow.nodes).flatMap(([name, node]) => {
      const text = speaks(node) ? textAt(german, `${flow.name}.${name}`) : undefined;
      if (text === undefined) return [];
      const where = `locales/de/${flow.name}.json: ${name}`;
      const sentences = sentencesOf(text);
      const words = sentences.map((sentence) => sentence.split(/\s+/).filter((word) => /[\p{Letter}\p{Number}]/u.test(word)).length);
      const average = words.reduce((sum, count) => sum + count, 0) / Math.max(1, words.length);
      const longest = Math.max(0, ...words);
      // A summary or a consent lists what is sent or kept, one short line each: more lines, never longer ones.
      const lists = node.kind === 'consent' || node.private;
      return [
        ...(longest > LIMITS.wordsPerSentence
          ? [error('too_long', where, `has a sentence of ${longest} words, at most ${LIMITS.wordsPerSentence}`)]
          : []),
        ...(average > LIMITS.averageWords
          ? [error('too_long', where, `has ${average.toFixed(1)} words a sentence on average, at most ${LIMITS.averageWords}`)]
          : []),
        ...(sentences.length > LIMITS.sentencesPerBubble && !lists
          ? [error('too_long', where, `has ${sentences.length} sentences, at most ${LIMITS.sentencesPerBubble}`)]
          : []),
      ];
    }),
  );
}

function checkTerms(content: Content): Finding[] {
  return Object.keys(content.terms).flatMap((id) =>
    Object.keys(content.texts).flatMap((locale) => {
      const tree = content.texts[locale] ?? {};
      const lacking = ['word', 'explain'].filter((part) => !textAt(tree, `glossary.${id}.${part}`));
      return lacking.map((part) => error('unexplained_term', `locales/${locale}/glossary.json`, `lacks ${part} for ${id}`));
    }),
  );
}

function checkLinks(content: Content): Finding[] {
  const pages = Object.entries(content.pages).flatMap(([id, { url }]) =>
    OFFICIAL.test(new URL(url).hostname)
      ? []
      : [error('link_not_allowed', `dialogs/data/pages.yaml: ${id}`, `${url} is not an official page`)],
  );
  const texts = Object.entries(content.texts).flatMap(([locale, tree]) =>
    keysOf(tree).flatMap((key) =>
      /https?:\/\//.test(textAt(tree, key) ?? '')
        ? [error('link_not_allowed', `locales/${locale}/${key.split('.')[0]}.json`, `${key} holds an address; use a page`)]
        : [],
    ),
  );
  return [...pages, ...texts];
}

function checkDates(content: Content, today: string): Finding[] {
  const dates = Object.entries(content.dates).flatMap(([id, { to }]) =>
    to < today ? [expired(`dialogs/data/dates.yaml: ${id}`, to)] : [],
  );
  const nodes = Object.values(content.flows).flatMap((flow) =>
    Object.entries(flow.nodes).flatMap(([name, { until }]) =>
      until !== undefined && until < today ? [expired(place(flow, name), until)] : [],
    ),
  );
  return [...dates, ...nodes];
}

/** Parents see the caution text by themselves; authors must look. */
function expired(where: string, day: string): Finding {
  return { level: 'warning', rule: 'expired_fact', where, problem: `ended on ${day}` };
}

/** Languages that content offers now, for a summary line. */
export function offeredLocales(content: Content): string[] {
  return createGuide(content, { offerDrafts: true }).locales.map(({ locale }) => locale);
}
