import { setTimeout as pause } from 'node:timers/promises';
import type { Guide } from '../content/guide.js';
import { textAt } from '../content/texts.js';
import type { Flow, SearchWords } from '../content/types.js';
import { createRead, readConsonants } from './features.js';
import { buildTopicTables, openTopicIndex, type RankedTopic, type TopicIndex, type TopicTables, type TopicWords } from './topic-index.js';

/** What typed words seem to be about. */
export interface FoundTopics {
  /** Topics, the likeliest first; empty where nothing fits well enough to be shown. */
  readonly topics: readonly string[];
  /** The offered language that the words seem to be in, where it is another one. */
  readonly locale?: string;
}

/** Ranks the topics of a language for typed words. Never an error, whatever is typed. */
export interface Find {
  (locale: string, text: string): FoundTopics;
  /** Makes the indexes of all languages ready, one by one with pauses between, so that nobody waits for them. Until then no other language is suggested. */
  prepare(): Promise<void>;
}

/** Every fourth question of a topic is kept out of the index: it tests the search and never feeds it. */
export function isHeldOut(place: number): boolean {
  return place % 4 === 3;
}

/** Between two languages, while the indexes are made ready in the background. */
const PAUSE_MS = 1;
/** Words beyond this many characters say no more about the topic. */
const TEXT_LIMIT = 300;
/** The most topics that are found for a text. */
export const MAX_TOPICS = 5;
/** How much each kind of words about a topic counts; found by trying, see docs/find.md. */
const WEIGHTS = { question: 1, title: 2, term: 1, word: 0.5, label: 0.7, text: 0.2 } as const;
/** A topic far behind the best one is no help. */
const NEAR = 0.35;
/** The other language must fit well, and this much better than the chosen one, before it is suggested. */
const [CLEAR, CLEARLY] = [0.4, 1.6];
/** German words from letters are typed in every language; what fits only there counts a little less. */
const PIVOT = 'de';
const PIVOT_SHARE = 0.85;
const LATIN_SHARE = 0.8;
const LATIN_ONLY = /^[\p{Script=Latin}\p{Script=Common}]*$/u;
/** Languages by the script they are written in; all others are written in Latin letters. */
const SCRIPTS: readonly (readonly [script: RegExp, locales: readonly string[]])[] = [
  [/\p{Script=Arabic}/u, ['ar', 'fa']],
  [/\p{Script=Cyrillic}/u, ['uk', 'ru', 'bg']],
];
const OTHER_SCRIPT = SCRIPTS.flatMap(([, locales]) => locales);
/** Before the names of matters that are none of ours. */
const ELSEWHERE = '-';
const ELSEWHERE_WEIGHT = 3;

const NO_WORDS: SearchWords = { noise: [], same: [], elsewhere: [], topics: {} };

/** What the search knows of one language, as plain data. */
export interface LanguageTables extends Pick<SearchWords, 'noise' | 'same'> {
  readonly words: TopicTables;
  /** For scripts that are also typed in Latin letters. */
  readonly latin?: TopicTables;
}

interface LanguageIndex {
  readonly words: TopicIndex;
  readonly latin?: TopicIndex;
}

/** What a text scores in one language: topics, the best first. */
interface Scored {
  readonly ranked: readonly { readonly topic: string; readonly score: number }[];
  /** How much of the text the best topic holds, 0 to 1. */
  readonly coverage: number;
  /** By how much the likeliest topic is likelier than the likeliest matter that is none of ours, as a logarithm. */
  readonly lead: number;
}

/**
 * Topics are looked up in the chosen language, in German, and in the other languages to see whether one of them was meant.
 *
 * @param tablesOf what was built before for a language; where there is nothing it is built when it is needed
 */
export function createFind(guide: Guide, tablesOf: (locale: string) => LanguageTables | undefined = () => undefined): Find {
  const indexes = new Map<string, LanguageIndex>();
  const indexOf = (locale: string): LanguageIndex => {
    const ready = indexes.get(locale);
    if (ready) return ready;
    const made = openLanguage(tablesOf(locale) ?? buildLanguage(guide, locale));
    indexes.set(locale, made);
    return made;
  };
  const scoreIn = (locale: string, text: string): Scored[] => {
    const { words, latin } = indexOf(locale);
    const typed = latin && LATIN_ONLY.test(text) ? [scaled(scoreWith(latin, text), LATIN_SHARE)] : [];
    return [scoreWith(words, text), ...typed];
  };

  /** The language that the words fit clearly better than the chosen one; of those that are ready. */
  function otherLanguage(chosen: string, text: string, own: number): { locale: string; scored: Scored[] } | undefined {
    // Nothing can fit so much better than what fits this well.
    if (own * CLEARLY >= 1) return undefined;
    const [best] = guide.locales
      .filter(({ locale }) => locale !== chosen && indexes.has(locale) && isWrittenLike(text, locale))
      .map(({ locale }) => ({ locale, ...indexOf(locale).words.guess(text) }))
      .filter(({ topic, coverage }) => !topic.startsWith(ELSEWHERE) && coverage >= CLEAR && coverage > own * CLEARLY)
      .sort((one, other) => other.coverage - one.coverage);
    return best && { locale: best.locale, scored: scoreIn(best.locale, text).slice(0, 1) };
  }

  function find(locale: string, given: string): FoundTopics {
    const text = given.slice(0, TEXT_LIMIT);
    const own = scoreIn(locale, text);
    const pivot = locale === PIVOT ? [] : scoreIn(PIVOT, text).map((scored) => scaled(scored, PIVOT_SHARE));
    const meant = otherLanguage(locale, text, Math.max(...own.map(({ coverage }) => coverage)));
    const offered = new Set(Object.values(guide.flows(locale)).flatMap(({ topic }) => topic ?? []));
    const views = [...own, ...pivot, ...(meant?.scored ?? [])].filter(({ lead }) => lead > 0);
    const ranked = blend(views).filter(([topic]) => offered.has(topic));
    const near = (ranked[0]?.[1] ?? 0) * NEAR;
    const topics = ranked.filter(([, score]) => score >= near).map(([topic]) => topic);
    return { topics: topics.slice(0, MAX_TOPICS), ...(meant ? { locale: meant.locale } : {}) };
  }

  async function prepare(): Promise<void> {
    for (const { locale } of guide.locales) {
      indexOf(locale);
      await pause(PAUSE_MS);
    }
  }
  return Object.assign(find, { prepare });
}

/** Only languages of the text's own script can be meant. */
function isWrittenLike(text: string, locale: string): boolean {
  const found = SCRIPTS.find(([script]) => script.test(text));
  return found ? found[1].includes(locale) : !OTHER_SCRIPT.includes(locale);
}

function scoreWith(index: TopicIndex, text: string): Scored {
  const all = index.rank(text);
  const isOurs = ({ topic }: RankedTopic) => !topic.startsWith(ELSEWHERE);
  const [ranked, others] = [all.filter(isOurs), all.filter((topic) => !isOurs(topic))];
  const [best] = all;
  const likeliest = (among: readonly RankedTopic[]) => Math.max(...among.map(({ likelihood }) => likelihood));
  return {
    ranked,
    coverage: best && isOurs(best) ? index.coverage(text, best.topic) : 0,
    lead: all.length === 0 ? Number.NEGATIVE_INFINITY : likeliest(ranked) - likeliest(others),
  };
}

function scaled({ ranked, lead, ...scored }: Scored, share: number): Scored {
  return { ...scored, lead: lead * share, ranked: ranked.map(({ topic, score }) => ({ topic, score: score * share })) };
}

/** The best of several views on each topic. */
function blend(views: readonly Scored[]): [topic: string, score: number][] {
  const best = new Map<string, number>();
  for (const { ranked } of views)
    for (const { topic, score } of ranked) best.set(topic, Math.max(best.get(topic) ?? Number.NEGATIVE_INFINITY, score));
  return [...best].sort(([, one], [, other]) => other - one);
}

/** Reads all that is said about the topics of a language, and about matters that are none of ours. Takes up to a second. */
export function buildLanguage(guide: Guide, locale: string): LanguageTables {
  const { noise, same, elsewhere } = guide.content.searchWords[locale] ?? NO_WORDS;
  const others = elsewhere.map((matter, place) => ({
    topic: `${ELSEWHERE}${place}`,
    texts: [],
    words: { list: matter.split(' '), weight: ELSEWHERE_WEIGHT },
    isElsewhere: true,
  }));
  const documents = [...topicWords(guide, locale), ...others];
  const latin = OTHER_SCRIPT.includes(locale) ? { latin: buildTopicTables(documents, readConsonants) } : {};
  return { noise, same, words: buildTopicTables(documents, createRead({ noise, same })), ...latin };
}

function openLanguage({ noise, same, words, latin }: LanguageTables): LanguageIndex {
  return {
    words: openTopicIndex(words, createRead({ noise, same })),
    ...(latin ? { latin: openTopicIndex(latin, readConsonants) } : {}),
  };
}

/** Everything that is said about a topic in a language: its questions but the held-out ones, its title, German words, buttons and texts. */
export function topicWords({ content, flows, texts }: Guide, locale: string): TopicWords[] {
  const tree = content.texts[locale] ?? {};
  return Object.values(flows(locale)).flatMap((flow) => {
    if (!flow.topic) return [];
    const asked = (content.questions[locale]?.[flow.topic] ?? []).filter((_, place) => !isHeldOut(place));
    const nodes = Object.entries(flow.nodes);
    const labels = nodes.flatMap(([, node]) => (node.kind === 'choices' ? Object.keys(node.choices) : []));
    const weighted = (weight: number, found: readonly (string | undefined)[]) => found.flatMap((text) => (text ? [{ text, weight }] : []));
    const said = [
      ...weighted(WEIGHTS.question, asked),
      ...weighted(WEIGHTS.title, [texts.text(locale, `${flow.name}.title`)]),
      ...weighted(WEIGHTS.term, termsOf(content.terms, tree, flow)),
      ...weighted(
        WEIGHTS.label,
        labels.map((choice) => textAt(tree, `${flow.name}.choices.${choice}`)),
      ),
      ...weighted(
        WEIGHTS.text,
        nodes.map(([node]) => textAt(tree, `${flow.name}.${node}`)),
      ),
    ];
    const list = content.searchWords[locale]?.topics[flow.topic]?.split(' ') ?? [];
    return [{ topic: flow.topic, texts: said, words: { list, weight: WEIGHTS.word }, isElsewhere: false }];
  });
}

/** German words as they stand on letters, and what they mean. */
function termsOf(terms: Guide['content']['terms'], tree: Parameters<typeof textAt>[0], { nodes }: Flow): string[] {
  const ids = new Set(Object.values(nodes).flatMap((node) => node.terms));
  return [...ids].map((id) => `${terms[id]?.german ?? ''} ${textAt(tree, `glossary.${id}.word`) ?? ''}`);
}
