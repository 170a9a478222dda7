import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';

/** Reads content files; what is wrong with one is noted as `file:line: place: what`, and the reading goes on. */
export interface Reader {
  yaml<T extends z.ZodType>(file: string, schema: T): z.output<T> | undefined;
  yamlWithLines<T extends z.ZodType>(file: string, schema: T): { value: z.output<T>; line(path: readonly string[]): number } | undefined;
  json<T extends z.ZodType>(file: string, schema: T): z.output<T> | undefined;
  anyJson(file: string): unknown;
  /** The file as an author knows it, below the root. */
  name(file: string): string;
}

export function createReader(root: string, findings: string[]): Reader {
  const name = (file: string) => relative(root, file);

  function read(file: string): string | undefined {
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      findings.push(`${name(file)}: cannot be read: ${messageOf(error)}`);
      return undefined;
    }
  }

  function yamlWithLines<T extends z.ZodType>(file: string, schema: T) {
    const text = read(file);
    if (text === undefined) return undefined;
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
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

  function anyJson(file: string): unknown {
    const text = read(file);
    if (text === undefined) return undefined;
    try {
      return JSON.parse(text);
    } catch (error) {
      findings.push(`${name(file)}: ${messageOf(error)}`);
      return undefined;
    }
  }

  return {
    name,
    yamlWithLines,
    anyJson,
    yaml: (file, schema) => yamlWithLines(file, schema)?.value,
    json(file, schema) {
      const value = anyJson(file);
      if (value === undefined) return undefined;
      const parsed = schema.safeParse(value);
      if (parsed.success) return parsed.data;
      findings.push(...parsed.error.issues.map((issue) => `${name(file)}: ${issue.path.join('.')}: ${issue.message}`));
      return undefined;
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function files(folder: string, ending: string): string[] {
  return entries(folder, (entry) => entry.isFile() && entry.name.endsWith(ending));
}

export function folders(folder: string): string[] {
  return entries(folder, (entry) => entry.isDirectory());
}

function entries(folder: string, wanted: (entry: { name: string; isFile(): boolean; isDirectory(): boolean }) => boolean): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter(wanted)
    .map(({ name }) => join(folder, name))
    .sort();
}
