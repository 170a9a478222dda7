import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { LanguageTables } from './find.js';

interface TablesFile {
  /** The content they were built from. */
  readonly version: string;
  readonly tables: LanguageTables;
}

/** Where the build keeps them. */
export const TABLES_FOLDER = 'dist/find-tables';

const fileOf = (folder: string, locale: string) => join(folder, `${locale}.bin`);

/** Keeps a language's tables in a file, so that no start has to build them: that takes seconds and ten times the memory they need. */
export function writeTables(folder: string, locale: string, file: TablesFile): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(folder, locale), serialize(file));
}

/** The tables built from this very content; nothing where there are none, or others. */
export function readTables(folder: string, version: string): (locale: string) => LanguageTables | undefined {
  return (locale) => {
    const path = fileOf(folder, locale);
    if (!existsSync(path)) return undefined;
    const file: TablesFile = deserialize(readFileSync(path));
    return file.version === version ? file.tables : undefined;
  };
}
