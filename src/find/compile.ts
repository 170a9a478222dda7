import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCompiled } from '../content/compiled.js';
import { createGuide } from '../content/guide.js';
import { buildLanguage } from './find.js';
import { TABLES_FOLDER, writeTables } from './tables.js';

/** Names what the tables were last made from; written when all of them are. */
const MADE_FROM = join(TABLES_FOLDER, 'made-from');

/** Build step: writes what the search knows of each language, unless it was made from the same content by the same code: it takes seconds, and every command builds. */
const content = readCompiled('dist/content.json');
const now = madeFrom(content.version);
if (!existsSync(MADE_FROM) || readFileSync(MADE_FROM, 'utf8') !== now) {
  const guide = createGuide(content, { offerDrafts: true });
  for (const { locale } of guide.locales)
    writeTables(TABLES_FOLDER, locale, { version: content.version, tables: buildLanguage(guide, locale) });
  writeFileSync(MADE_FROM, now);
}

/** A hash of the content's version and of the compiled code that reads it. */
function madeFrom(version: string): string {
  const hash = createHash('sha256').update(version);
  for (const folder of ['dist/content', 'dist/find'])
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.js'))) hash.update(readFileSync(join(folder, file)));
  return hash.digest('hex');
}
