// Other search libraries over the same words: reads { documents, queries, language, minisearch, orama, stemmers } as JSON, writes for each library the topics of each query.
import { pathToFileURL } from 'node:url';

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { documents, queries, locale, language, minisearch, orama, stemmers } = JSON.parse(Buffer.concat(chunks).toString());
const load = (file) => import(pathToFileURL(file).href);

const { default: MiniSearch } = await load(`${minisearch}/dist/es/index.js`);
const index = new MiniSearch({ fields: ['text'], idField: 'topic', searchOptions: { prefix: true, fuzzy: 0.2 } });
index.addAll(documents);
const byMiniSearch = queries.map((query) =>
  index
    .search(query)
    .map(({ id }) => id)
    .slice(0, 5),
);

const { create, insertMultiple, search } = await load(`${orama}/dist/esm/index.js`);
const { stemmer } = await load(`${stemmers}/dist/${locale}.js`);
const database = create({ schema: { topic: 'string', text: 'string' }, components: { tokenizer: { language, stemming: true, stemmer } } });
await insertMultiple(database, documents);
const byOrama = [];
for (const term of queries) {
  const { hits } = await search(database, { term, properties: ['text'], tolerance: 1, threshold: 1, limit: 5 });
  byOrama.push(hits.map(({ document }) => document.topic));
}
process.stdout.write(JSON.stringify({ byMiniSearch, byOrama }));
