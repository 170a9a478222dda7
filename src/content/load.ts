import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { ContentError } from '../errors.js';
import { compileFlow } from './compile-flow.js';
import { crisisSchema, datesSchema, flowSchema, localeSchema, numbersSchema, packSchema, pagesSchema, termsSchema } from './schema.js';
import type { Content, CrisisPhrases, Flow, LocaleInfo, Place, TextTree } from './types.js';

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
    flows: loadFlows(root, reader, findings),
    terms: reader.yaml(join(data, 'terms.yaml'), termsSchema) ?? {},
    pages: reader.yaml(join(data, 'pages.yaml'), pagesSchema) ?? {},
    dates: reader.yaml(join(data, 'dates.yaml'), datesSchema) ?? {},
    numbers: reader.yaml(join(data, 'numbers.yaml'), numbersSchema) ?? {},
    places: loadPlaces(root, reader),
    ...loadLocales(root, reader, findings),
  };
  if (findings.length > 0) throw new ContentError(findings);
  return { version: createHash('sha256').update(JSON.stringify(parts)).digest('hex'), ...parts };
}

interface Reader {
  yaml<T extends z.ZodType>(file: string, schema: T): z.output<T> | undefined;
  yamlWithLines<T extends z.ZodType>(file: string, schema: T): { value: z.output<T>; line(path: readonly string[]): number } | undefined;
  json(file: string): unknown;
  name(file: string): string;
}

/** Reads files and notes each problem as `file:line: place: what`. */
function createReader(root: string, findings: string[]): Reader {
  const name = (file: string) => relative(root, file);
  function yamlWithLines<T extends z.ZodType>(file: string, schema: T) {
    const lines = new LineCounter();
    const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines, uniqueKeys: true });
    const lineOf = (path: readonly PropertyKey[]): number => {
      for (let length = path.length; length >= 0; length--) {
        const found = document.getIn(path.slice(0, length), true);
        const range =
          typeof found === 'object' && found !== null && 'range' in found && Array.isArray(found.range) ? found.range : undefined;
        if (range && typeof range[0] === 'number') return lines.linePos(range[0]).line;
      }
      return 1;
    };
    for (const error of document.errors) findings.push(`${name(file)}:${error.linePos?.[0].line ?? 1}: ${error.message.split('\n')[0]}`);
    if (document.errors.length > 0) return undefined;
    const parsed = schema.safeParse(document.toJS());
    if (parsed.success) return { value: parsed.data, line: lineOf };
    for (const issue of parsed.error.issues)
      findings.push(`${name(file)}:${lineOf(issue.path)}: ${issue.path.join('.')}: ${issue.message}`);
    return undefined;
  }
  return {
    name,
    yamlWithLines,
    yaml: (file, schema) => yamlWithLines(file, schema)?.value,
    json(file) {
      try {
        return JSON.parse(readFileSync(file, 'utf8'));
      } catch (error) {
        findings.push(`${name(file)}: ${error instanceof Error ? error.message : String(error)}`);
        return {};
      }
    },
  };
}

function files(folder: string, ending: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .sort()
    .map((file) => join(folder, file));
}

function loadFlows(root: string, reader: Reader, findings: string[]): { [flow: string]: Flow } {
  const flows: { [flow: string]: Flow } = {};
  for (const file of files(join(root, 'dialogs'), '.yaml')) {
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

function loadPlaces(root: string, reader: Reader): { [id: string]: Place } {
  const folder = join(root, 'packs');
  if (!existsSync(folder)) return {};
  const places: { [id: string]: Place } = {};
  for (const id of readdirSync(folder).sort()) {
    const pack = reader.yaml(join(folder, id, 'pack.yaml'), packSchema);
    if (pack) places[id] = { id, name: pack.name, facts: pack.facts };
  }
  return places;
}

function loadLocales(root: string, reader: Reader, findings: string[]): Pick<Content, 'locales' | 'texts' | 'crisis'> {
  const locales: { [locale: string]: LocaleInfo } = {};
  const texts: { [locale: string]: TextTree } = {};
  const crisis: { [locale: string]: CrisisPhrases } = {};
  for (const locale of readdirSync(join(root, 'locales')).sort()) {
    const tree: { [file: string]: TextTree } = {};
    for (const file of files(join(root, 'locales', locale), '.json')) {
      const key = basename(file, '.json');
      const parsed = reader.json(file);
      if (key === 'locale' || key === 'crisis') {
        const checked = (key === 'locale' ? localeSchema : crisisSchema).safeParse(parsed);
        if (!checked.success)
          findings.push(...checked.error.issues.map((issue) => `${reader.name(file)}: ${issue.path.join('.')}: ${issue.message}`));
        else if (key === 'crisis') crisis[locale] = crisisSchema.parse(parsed);
        else locales[locale] = { locale, ...localeSchema.parse(parsed) };
      } else if (isTextTree(parsed)) tree[key] = parsed;
      else findings.push(`${reader.name(file)}: must hold texts and groups of texts only`);
    }
    texts[locale] = tree;
    if (!locales[locale]) findings.push(`locales/${locale}/locale.json: is missing or wrong`);
  }
  return { locales, texts, crisis };
}

function isTextTree(value: unknown): value is TextTree {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((entry) => typeof entry === 'string' || isTextTree(entry))
  );
}
