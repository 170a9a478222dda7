import { error, type Finding, type Layer } from './finding.js';
import { withoutMarks } from './format.js';
import { choicesOf, isTopicChoice, missingTexts, NEEDED_FLOWS, speaks } from './guide.js';
import { type Texts, textAt, textsOf } from './texts.js';
import type { Content, Flow, TextTree } from './types.js';

/** Limits of plain German (participation fact sheet, section 6.2). */
const LIMITS = { wordsPerSentence: 15, averageWords: 10, sentencesPerBubble: 5 } as const;

/** Hosts that pages of the allow-list may have. */
const OFFICIAL =
  /(^|\.)(schulministerium\.nrw|schulministerium\.nrw\.de|nrw|land\.nrw|mags\.nrw|kita\.nrw\.de|qua-lis\.nrw\.de|bass\.schule\.nrw|recht\.nrw\.de|berufsorientierung-nrw\.de|keinabschlussohneanschluss\.nrw\.de|kommunale-koordinierung\.com|arbeitsagentur\.de|elternmitwirkung\.nrw\.de|elternnetzwerk-nrw\.de|eltern-mischen-mit\.de|kommunale-integrationszentren-nrw\.de|hilfetelefon\.de|telefonseelsorge\.de|mutes\.de|nummergegenkummer\.de|bamf\.de|anerkennung-in-deutschland\.de|schau-hin\.info|integrationsagenturen-nrw\.de|griffbereit-rucksack\.de)$/;

/** Checks the layer's own texts: the same keys and values in every language, values that exist, plain German, no address inside a text. */
export function checkTexts(content: Content, texts: Texts, layer: Layer): Finding[] {
  return [
    ...(layer.place === undefined ? checkBaseKeys(content, texts) : checkPackKeys(content, texts, layer)),
    ...Object.keys(content.texts).flatMap((locale) => checkLabels(texts, layer, locale)),
    ...Object.entries(layer.texts).flatMap(([locale, tree]) =>
      keysOf(tree).flatMap((key) => checkText(content, layer, locale, key, textAt(tree, key) ?? '')),
    ),
    ...checkGerman(layer),
  ];
}

function keysOf(tree: TextTree): string[] {
  return textsOf(tree).map(([key]) => key);
}

/** Names of the values a text puts in. */
function valuesOf(text: string): string[] {
  return [...text.matchAll(/\{\{\s*([\w.]+)\s*\}\}/g)].map(([, name = '']) => name);
}

function differ(text: string, german: string): boolean {
  return valuesOf(text).sort().join() !== valuesOf(german).sort().join();
}

/** Keys of the texts that a flow's nodes say. */
function spokenKeys(flow: Flow): string[] {
  const said = Object.entries(flow.nodes).flatMap(([name, node]) => [
    ...(speaks(node) ? [`${flow.name}.${name}`] : []),
    ...node.lines.map((line) => `${flow.name}.lines.${line}`),
  ]);
  return [`${flow.name}.title`, ...said];
}

/** The language that all others are translated from, and the only one that has every topic at any time. */
const PIVOT = 'de';

/** Pages that a language need not have: the child's path, the bilingual sheet. */
const OPTIONAL_FILES = ['path', 'sheet'];

/** Topics and pages that a language does not have at all: they are not offered in it, which is no fault. A topic begun must be whole. */
function absentTopics({ flows, texts }: Content, locale: string): ReadonlySet<string> {
  const away = Object.values(flows).filter(
    ({ name, topic }) => locale !== PIVOT && topic !== undefined && !NEEDED_FLOWS.includes(name) && texts[locale]?.[name] === undefined,
  );
  const pages = OPTIONAL_FILES.filter((file) => locale !== PIVOT && texts[locale]?.[file] === undefined);
  return new Set([...away.map(({ name }) => name), ...pages]);
}

/** Words that a language needs only when one of its flows names them; see `checkNamed`. */
function onDemand(key: string): boolean {
  return key.startsWith('glossary.') || key.startsWith('common.helpers.');
}

/** German is the pivot: every language has the same keys with the same values, but for topics that it lacks as a whole. */
function checkBaseKeys(content: Content, texts: Texts): Finding[] {
  const german = content.texts.de ?? {};
  const wanted = new Set(keysOf(german));
  const findings = Object.values(content.flows).flatMap((flow) =>
    missingTexts(texts, 'de', flow).map((key) => error('missing_key', `locales/de/${flow.name}.json`, `lacks ${key}`)),
  );
  const used = new Set(Object.values(content.flows).flatMap(spokenKeys));
  for (const key of wanted) {
    const [file = ''] = key.split('.');
    if (content.flows[file] && !used.has(key) && !key.startsWith(`${file}.choices.`))
      findings.push(error('extra_key', `locales/de/${file}.json`, `${key} belongs to no node`));
  }
  for (const [locale, tree] of Object.entries(content.texts)) {
    const file = (key: string) => `locales/${locale}/${key.split('.')[0]}.json`;
    const keys = new Set(keysOf(tree));
    const away = absentTopics(content, locale);
    for (const key of wanted) {
      if (away.has(key.split('.')[0] ?? '') || (locale !== PIVOT && onDemand(key) && !keys.has(key))) continue;
      if (!keys.has(key)) findings.push(error('missing_key', file(key), `lacks ${key}`));
      else if (differ(textAt(tree, key) ?? '', textAt(german, key) ?? ''))
        findings.push(error('placeholders_differ', file(key), `${key} has other values than in German`));
    }
    for (const key of keys) if (!wanted.has(key)) findings.push(error('extra_key', file(key), `${key} is not in German`));
  }
  return findings;
}

/** A pack's text replaces one of the base or belongs to a flow of its own, and a flow of its own is complete in every language. */
function checkPackKeys(content: Content, texts: Texts, { folder, place, flows, texts: own }: Layer): Finding[] {
  const file = (locale: string, key: string) => `${folder}locales/${locale}/${key.split('.')[0]}.json`;
  const ofOwnFlow = (key: string) => {
    const [name = '', part] = key.split('.');
    const flow = flows[name];
    return flow !== undefined && (part === 'choices' || spokenKeys(flow).includes(key));
  };
  const missing = Object.keys(content.locales).flatMap((locale) =>
    Object.values(flows).flatMap((flow) =>
      missingTexts(texts, locale, flow, place).map((key) => error('missing_key', file(locale, key), `lacks ${key}`)),
    ),
  );
  const wrong = Object.entries(own).flatMap(([locale, tree]) => {
    if (!content.locales[locale]) return [error('unknown_name', `${folder}locales/${locale}`, 'is no language of the base')];
    return keysOf(tree).flatMap((key) => {
      if (!texts.has('de', key) && !ofOwnFlow(key))
        return [error('extra_key', file(locale, key), `${key} replaces no text of the base and belongs to no flow of the pack`)];
      const german = texts.has('de', key, place) ? texts.wording('de', key, place) : '';
      return differ(textAt(tree, key) ?? '', german)
        ? [error('placeholders_differ', file(locale, key), `${key} has other values than in German`)]
        : [];
    });
  });
  return [...missing, ...wrong];
}

/** A text holds no address, and no date or fact of the place that nobody set. */
function checkText({ dates, packs, texts }: Content, { folder, place }: Layer, locale: string, key: string, text: string): Finding[] {
  const where = `${folder}locales/${locale}/${key.split('.')[0]}.json`;
  const known = (fact: string) =>
    textAt(texts[locale], `common.place.${fact}`) !== undefined || (place !== undefined && packs[place]?.facts[fact] !== undefined);
  const unknown = valuesOf(text).filter((value) => {
    const [kind, name = ''] = value.split('.');
    return (kind === 'date' && !dates[name]) || (kind === 'place' && name !== '' && !known(name));
  });
  return [
    ...(/https?:\/\//.test(text) ? [error('link_not_allowed', where, `${key} holds an address; use a page`)] : []),
    ...unknown.map((value) => error('unknown_value', where, `${key} uses {{${value}}}, which nobody set`)),
  ];
}

function checkLabels(texts: Texts, { folder, place, flows }: Layer, locale: string): Finding[] {
  const spoken = Object.values(flows).filter((flow) => missingTexts(texts, locale, flow, place).length === 0);
  return spoken.flatMap((flow) =>
    Object.entries(flow.nodes).flatMap(([name, node]) => {
      const shown = choicesOf(node).filter((choice) => !isTopicChoice(choice) || texts.has(locale, `${choice}.title`, place));
      const labels = shown.map((choice) => texts.label(locale, flow.name, choice, place));
      return new Set(labels).size === labels.length
        ? []
        : [error('same_label', `${folder}locales/${locale}/${flow.name}.json`, `${name} has two buttons with the same words`)];
    }),
  );
}

/** The lines of a bubble as sentences, without marks and values. */
function sentencesOf(text: string): string[] {
  return withoutMarks(text)
    .split('\n')
    .flatMap((line) => line.split(/(?<=[.!?؟])\s+/u))
    .map((sentence) => sentence.trim())
    .filter((sentence) => /\p{Letter}/u.test(sentence));
}

function checkGerman({ folder, all, texts }: Layer): Finding[] {
  const german = texts.de ?? {};
  return Object.values(all).flatMap((flow) =>
    Object.entries(flow.nodes).flatMap(([name, node]) => {
      const text = speaks(node) ? textAt(german, `${flow.name}.${name}`) : undefined;
      if (text === undefined) return [];
      const where = `${folder}locales/de/${flow.name}.json: ${name}`;
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

/** Every German word and every helper that a language's flows name has its words in that language. */
export function checkNamed(content: Content): Finding[] {
  return Object.entries(content.texts).flatMap(([locale, tree]) => {
    const away = absentTopics(content, locale);
    const nodes = Object.values(content.flows).flatMap((flow) => (away.has(flow.name) ? [] : Object.values(flow.nodes)));
    const terms = locale === PIVOT ? Object.keys(content.terms) : [...new Set(nodes.flatMap((node) => node.terms))];
    const helps = [...new Set(nodes.flatMap((node) => node.helps))].filter((id) => textAt(tree, `common.helpers.${id}`) === undefined);
    return [
      ...terms.flatMap((id) =>
        ['word', 'explain']
          .filter((part) => !textAt(tree, `glossary.${id}.${part}`))
          .map((part) => error('unexplained_term', `locales/${locale}/glossary.json`, `lacks ${part} for ${id}`)),
      ),
      ...helps.map((id) => error('missing_key', `locales/${locale}/common.json`, `lacks common.helpers.${id}`)),
    ];
  });
}

/** Pages of the allow-list are official ones. */
export function checkPages(content: Content): Finding[] {
  return Object.entries(content.pages).flatMap(([id, { url }]) =>
    OFFICIAL.test(new URL(url).hostname)
      ? []
      : [error('link_not_allowed', `dialogs/data/pages.yaml: ${id}`, `${url} is not an official page`)],
  );
}
