import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { z } from 'zod';
import { ContentError } from '../errors.js';
import { fold } from '../find/fold.js';
import { compileFlow } from './compile-flow.js';
import { createReader, files, folders, type Reader } from './read-files.js';
import {
  crisisSchema,
  datesSchema,
  flowSchema,
  localeSchema,
  numbersSchema,
  packSchema,
  pagesSchema,
  questionsSchema,
  searchWordsSchema,
  stepsSchema,
  termsSchema,
} from './schema.js';
import type { Content, CrisisWords, Flow, LocaleInfo, Pack, Questions, SearchWords, TextTree } from './types.js';

/**
 * Reads all content below `root` (`dialogs/`, `locales/`, `packs/`) into one value.
 *
 * @throws ContentError with every file, line and problem found; nothing is loaded in part.
 */
export function loadContent(root: string): Content {
  const findings: string[] = [];
  const reader = createReader(root, findings);
  const data = join(root, 'dialogs', 'data');
  const parts = {
    flows: loadFlows(join(root, 'dialogs'), reader, findings),
    terms: reader.yaml(join(data, 'terms.yaml'), termsSchema) ?? {},
    pages: reader.yaml(join(data, 'pages.yaml'), pagesSchema) ?? {},
    dates: reader.yaml(join(data, 'dates.yaml'), datesSchema) ?? {},
    numbers: reader.yaml(join(data, 'numbers.yaml'), numbersSchema) ?? {},
    steps: reader.yaml(join(data, 'steps.yaml'), stepsSchema) ?? [],
    packs: loadPacks(join(root, 'packs'), reader, findings),
    ...loadLocales(join(root, 'locales'), reader, findings),
  };
  if (findings.length > 0) throw new ContentError(findings);
  return { version: createHash('sha256').update(JSON.stringify(parts)).digest('hex'), ...parts };
}

function loadFlows(folder: string, reader: Reader, findings: string[]): { [flow: string]: Flow } {
  const flows: { [flow: string]: Flow } = {};
  for (const file of files(folder, '.yaml')) {
    const raw = reader.yamlWithLines(file, flowSchema);
    if (!raw) continue;
    if (raw.value.flow !== basename(file, '.yaml'))
      findings.push(`${reader.name(file)}:1: flow: is "${raw.value.flow}", must be named like its file`);
    const compiled = compileFlow(raw.value, reader.name(file), raw.line);
    findings.push(...compiled.findings);
    flows[compiled.flow.name] = compiled.flow;
  }
  return flows;
}

/** A pack has its facts, and may have flows and texts of its own in the same layout as the base. */
function loadPacks(root: string, reader: Reader, findings: string[]): { [id: string]: Pack } {
  const packs: { [id: string]: Pack } = {};
  for (const folder of folders(root)) {
    const id = basename(folder);
    const pack = reader.yaml(join(folder, 'pack.yaml'), packSchema);
    if (!pack) continue;
    const texts: { [locale: string]: TextTree } = {};
    for (const locale of folders(join(folder, 'locales'))) texts[basename(locale)] = loadTexts(locale, reader, findings);
    packs[id] = {
      id,
      name: pack.name,
      towns: pack.towns,
      sources: pack.sources,
      facts: pack.facts,
      dates: pack.dates,
      off: pack.off,
      flows: loadFlows(join(folder, 'dialogs'), reader, findings),
      texts,
    };
  }
  return packs;
}

function loadLocales(
  root: string,
  reader: Reader,
  findings: string[],
): Pick<Content, 'locales' | 'texts' | 'crisis' | 'questions' | 'searchWords'> {
  const locales: { [locale: string]: LocaleInfo } = {};
  const texts: { [locale: string]: TextTree } = {};
  const crisis: { [locale: string]: CrisisWords } = {};
  const searchWords: { [locale: string]: SearchWords } = {};
  const questions: { [locale: string]: Questions } = {};
  for (const folder of folders(root)) {
    const locale = basename(folder);
    const info = reader.json(join(folder, LOCALE_FILE), localeSchema);
    if (info) locales[locale] = { locale, ...info };
    const optional = <T extends z.ZodType>(file: string, schema: T) =>
      existsSync(join(folder, file)) ? reader.json(join(folder, file), schema) : undefined;
    const phrases = optional(CRISIS_FILE, crisisSchema);
    if (phrases) crisis[locale] = foldPhrases(phrases);
    const asked = optional(QUESTIONS_FILE, questionsSchema);
    if (asked) questions[locale] = asked;
    const words = optional(SEARCH_WORDS_FILE, searchWordsSchema);
    if (words) searchWords[locale] = words;
    texts[locale] = loadTexts(folder, reader, findings);
  }
  return { locales, texts, crisis, questions, searchWords };
}

function foldPhrases({ not, phrases, signs, together }: CrisisWords): CrisisWords {
  const all = (list: readonly string[]) => list.map(foldPhrase).filter((phrase) => phrase !== '');
  const each = (lists: { readonly [name: string]: readonly string[] }) =>
    Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, all(list)]));
  return { not: all(not), phrases: each(phrases), signs: each(signs), together };
}

/** Words as they are compared; `*` and `_` keep what they say. */
function foldPhrase(phrase: string): string {
  const tokens = phrase.split(/\s+/).map((token) => (token === '_' ? token : `${fold(token)}${token.endsWith('*') ? '*' : ''}`));
  return tokens
    .filter((token) => token !== '' && token !== '*')
    .join(' ')
    .replace(/^(_ )+/, '');
}

const LOCALE_FILE = 'locale.json';
const CRISIS_FILE = 'crisis.json';
const QUESTIONS_FILE = 'questions.json';
const SEARCH_WORDS_FILE = 'search-words.json';
/** For authors; see authoring.ts. */
export const REVIEWS_FILE = 'reviews.json';
export const BASED_ON_FILE = 'based-on.json';

/** The texts of one locale: a file's name is the first part of their keys. */
function loadTexts(folder: string, reader: Reader, findings: string[]): TextTree {
  const tree: { [file: string]: TextTree } = {};
  for (const file of files(folder, '.json')) {
    if ([LOCALE_FILE, CRISIS_FILE, QUESTIONS_FILE, SEARCH_WORDS_FILE, REVIEWS_FILE, BASED_ON_FILE].includes(basename(file))) continue;
    const parsed = reader.anyJson(file);
    if (isTextTree(parsed)) tree[basename(file, '.json')] = parsed;
    else if (parsed !== undefined) findings.push(`${reader.name(file)}: must hold texts and groups of texts only`);
  }
  return tree;
}

function isTextTree(value: unknown): value is TextTree {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((entry) => typeof entry === 'string' || isTextTree(entry))
  );
}
