import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { createGuide } from '../src/content/guide.js';
import { loadContent } from '../src/content/load.js';
import { createFind, isHeldOut, topicWords } from '../src/find/find.js';
import { fold } from '../src/find/fold.js';
import { note } from './goals.js';
import { median } from './load.js';
import { fetchPackage } from './rivals/fetch.js';

/** Languages that all three can read. */
const LANGUAGES = { de: 'german', tr: 'turkish', ar: 'arabic', en: 'english' } as const;
const answers = z.object({ byMiniSearch: z.array(z.array(z.string())), byOrama: z.array(z.array(z.string())) });
/** `fresh` was never used to set the search up. */
const offTopicSchema = z.object({ fresh: z.record(z.string(), z.array(z.string())) });

/** The search on the quarter of the questions that no index has seen, beside tuned MiniSearch and Orama with stemmers over the same words. */
export async function compareSearch(): Promise<void> {
  const content = loadContent(process.cwd());
  const guide = createGuide(content, { offerDrafts: true });
  const find = createFind(guide);
  const { fresh: offTopic } = offTopicSchema.parse(JSON.parse(readFileSync('test/find/off-topic.json', 'utf8')));
  const [minisearch, orama, stemmers] = [
    await fetchPackage('minisearch'),
    await fetchPackage('@orama/orama'),
    await fetchPackage('@orama/stemmers'),
  ];
  await find.prepare();
  for (const [locale, language] of Object.entries(LANGUAGES)) {
    const unseen = Object.entries(content.questions[locale] ?? {}).flatMap(([topic, list]) =>
      list.filter((_, place) => isHeldOut(place)).map((text) => ({ topic, text })),
    );
    const took: number[] = [];
    const ours = unseen.map(({ text }) => {
      const begun = performance.now();
      const { topics } = find(locale, text);
      took.push(performance.now() - begun);
      return topics;
    });
    const documents = topicWords(guide, locale).map(({ topic, texts, words }) => ({
      topic,
      text: fold([...texts.map(({ text }) => text), ...words.list].join(' ')),
    }));
    const given = { documents, queries: unseen.map(({ text }) => fold(text)), locale, language, minisearch, orama, stemmers };
    const { stdout, stderr, status } = spawnSync(process.execPath, ['bench/rivals/search.mjs'], {
      input: JSON.stringify(given),
      maxBuffer: 64e6,
    });
    if (status !== 0) throw new Error(`bench/rivals/search.mjs: ${stderr.toString().slice(-800)}`);
    const { byMiniSearch, byOrama } = answers.parse(JSON.parse(stdout.toString()));
    const hits = (found: readonly (readonly string[])[], first: number) =>
      found.filter((topics, place) => topics.slice(0, first).includes(unseen[place]?.topic ?? '')).length / unseen.length;
    const best = Math.max(hits(byMiniSearch, 1), hits(byOrama, 1));
    note(`find ${locale}: right topic first, of ${unseen.length} unseen questions`, hits(ours, 1), '', { atLeast: 0.75 });
    note(`find ${locale}: right topic among three`, hits(ours, 3), '', { atLeast: 0.9 });
    note(
      `find ${locale}: MiniSearch, folded, prefix, fuzzy: first / among three`,
      hits(byMiniSearch, 1),
      `/ ${hits(byMiniSearch, 3).toFixed(3)}`,
    );
    note(`find ${locale}: Orama with stemmers: first / among three`, hits(byOrama, 1), `/ ${hits(byOrama, 3).toFixed(3)}`);
    note(`find ${locale}: first, to the better of the two`, hits(ours, 1) / best, '', { atLeast: best < 0.85 ? 1.1 : 1 });
    const alarms = (offTopic[locale] ?? []).filter((text) => find(locale, text).topics.length > 0);
    note(`find ${locale}: other matters, never seen, that bring a topic`, alarms.length / (offTopic[locale]?.length ?? 1), '', {
      atMost: 0.05,
    });
    took.sort((one, other) => one - other);
    note(
      `find ${locale}: median and p99, all languages loaded`,
      median(took),
      `/ ${(took[Math.floor(took.length * 0.99)] ?? 0).toFixed(2)} ms`,
    );
  }
}
