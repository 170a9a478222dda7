import { createInterface } from 'node:readline/promises';
import { createGuide } from '../content/guide.js';
import type { Content } from '../content/types.js';
import { createFind, MAX_TOPICS } from '../find/find.js';
import { readTables, TABLES_FOLDER } from '../find/tables.js';
import { createFindCard } from '../turn/crisis.js';

/**
 * Prints for each line read the topics that fit, best first (at most five), as one JSON object a line. Words of danger lead to their help card, as in a talk.
 *
 * @param print takes one line without its end
 */
export async function findCommand(
  content: Content,
  locale: string,
  input: NodeJS.ReadableStream,
  print: (line: string) => void,
): Promise<void> {
  const guide = createGuide(content, { offerDrafts: true });
  const find = createFind(guide, readTables(TABLES_FOLDER, content.version));
  await find.prepare();
  const findCard = createFindCard(content);
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (text.trim() === '') continue;
    const card = findCard(text);
    const { topics, locale: other } = find(locale, text);
    const found = card ? [card, ...topics.filter((topic) => topic !== card)].slice(0, MAX_TOPICS) : topics;
    print(JSON.stringify({ text, topics: found, ...(other ? { locale: other } : {}) }));
  }
}
