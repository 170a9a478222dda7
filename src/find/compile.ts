import { readCompiled } from '../content/compiled.js';
import { createGuide } from '../content/guide.js';
import { buildLanguage } from './find.js';
import { writeTables } from './tables.js';

/** Build step: reads the compiled content and writes what the search knows of each language. */
const content = readCompiled('dist/content.json');
const guide = createGuide(content, { offerDrafts: true });
for (const { locale } of guide.locales)
  writeTables('dist/find-tables', locale, { version: content.version, tables: buildLanguage(guide, locale) });
