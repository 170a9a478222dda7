/** Short texts about one topic, and how much each counts. */
export interface TopicWords {
  readonly topic: string;
  readonly words: readonly { readonly text: string; readonly weight: number }[];
}

/** What a text is made of for comparing. */
export interface Reading {
  /** Words and parts of words, with how much each counts. */
  readonly features: ReadonlyMap<string, number>;
  /** The features of each word that says something, word by word: the word itself, what stands for it, then its parts. */
  readonly words: readonly (readonly string[])[];
}

export type Read = (text: string) => Reading;

/** Finds topics by words and parts of words; made once per language, read-only. */
export interface TopicIndex {
  /** How well each topic fits a text, best first: in standard deviations over all topics, so that different indexes can be compared. Empty when nothing is shared. */
  rank(text: string): { readonly topic: string; readonly score: number }[];
  /** How much of what the text says is found in the topic, 0 to 1; rare and unknown words count much more. */
  coverage(text: string, topic: string): number;
  /** The coverage of the topic that is likeliest by its words alone: a quick look. */
  bestCoverage(text: string): number;
}

/** How many words of the common language a topic is thought to hold beside its own (the Dirichlet prior). */
const PRIOR = 300;
/** How much the most alike single texts count against the topic as a whole. */
const NEIGHBOURS_SHARE = 2;

/**
 * Two views on a topic, added: how likely all its words together make the text (query likelihood with Dirichlet smoothing, Zhai and Lafferty 2001), and how alike
 * its single texts are (cosine of word weights, squared and summed). Chosen by trying on questions kept for that, see docs/find.md.
 */
export function createTopicIndex(documents: readonly TopicWords[], read: Read): TopicIndex {
  const likelihood = createLikelihood(documents, read);
  const neighbours = createNeighbours(documents, read);
  const topics = new Map(documents.map(({ topic }, place) => [topic, place]));

  function coverage(words: Reading['words'], place: number): number {
    const held = likelihood.counts[place];
    let [found, all] = [0, 0];
    for (const word of words) {
      const whole = word.filter((feature) => !isPart(feature));
      const rarity = Math.log((documents.length + 1) / (Math.max(...whole.map(likelihood.topicsWith)) + 0.5)) ** 2;
      all += rarity;
      found += rarity * (whole.some((feature) => held?.has(feature)) ? 1 : likeness(word, held));
    }
    return all === 0 ? 0 : found / all;
  }

  return {
    rank(text) {
      const { features } = read(text);
      const alike = neighbours.score(features);
      if (alike.every((score) => score === 0)) return [];
      const [likely, near] = [standard(likelihood.score(features)), standard(alike.map((score) => Math.log(score + 1e-6)))];
      return documents
        .map(({ topic }, place) => ({ topic, score: (likely[place] ?? 0) + NEIGHBOURS_SHARE * (near[place] ?? 0) }))
        .sort((one, other) => other.score - one.score);
    },
    coverage: (text, topic) => coverage(read(text).words, topics.get(topic) ?? -1),
    bestCoverage(text) {
      const { features, words } = read(text);
      const scores = likelihood.score(features);
      const best = scores.reduce((top, score, place) => (score > (scores[top] ?? 0) ? place : top), 0);
      return coverage(words, best);
    },
  };
}

/** Parts of words are marked, so that they are never taken for words. */
function isPart(feature: string): boolean {
  return feature.startsWith('#');
}

/** How alike a word is to words of the topic: a third of its parts in common says nothing yet. */
function likeness(word: readonly string[], held: ReadonlyMap<string, number> | undefined): number {
  const parts = word.filter(isPart);
  const shared = parts.filter((part) => held?.has(part)).length / Math.max(1, parts.length);
  return Math.max(0, (shared - 0.3) / 0.7) ** 1.5;
}

function standard(scores: Float64Array): Float64Array {
  const mean = sum(scores) / Math.max(1, scores.length);
  const deviation = Math.sqrt(sum(scores.map((score) => (score - mean) ** 2)) / Math.max(1, scores.length));
  return scores.map((score) => (deviation === 0 ? 0 : (score - mean) / deviation));
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** Numbers that belong to a feature: where it occurs, and how much it says there. */
interface Posting {
  readonly places: Int32Array;
  readonly weights: Float32Array;
}

function packed(lists: ReadonlyMap<string, readonly (readonly [place: number, weight: number])[]>): Map<string, Posting> {
  return new Map(
    [...lists].map(([feature, entries]) => [
      feature,
      { places: Int32Array.from(entries, ([place]) => place), weights: Float32Array.from(entries, ([, weight]) => weight) },
    ]),
  );
}

function collect(lists: Map<string, [number, number][]>, feature: string, place: number, weight: number): void {
  const list = lists.get(feature);
  if (list) list.push([place, weight]);
  else lists.set(feature, [[place, weight]]);
}

function createLikelihood(documents: readonly TopicWords[], read: Read) {
  const counts = documents.map(({ words }) => {
    const found = new Map<string, number>();
    for (const { text, weight } of words)
      for (const [feature, count] of read(text).features) found.set(feature, (found.get(feature) ?? 0) + count * weight);
    return found;
  });
  const lengths = counts.map((found) => sum(found.values()));
  const everything = sum(lengths);
  const total = new Map<string, number>();
  for (const found of counts) for (const [feature, count] of found) total.set(feature, (total.get(feature) ?? 0) + count);
  const lists = new Map<string, [number, number][]>();
  for (const [place, found] of counts.entries())
    for (const [feature, count] of found)
      collect(lists, feature, place, Math.log(1 + (count * everything) / (PRIOR * (total.get(feature) ?? 1))));
  const postings = packed(lists);
  /** A topic with many words must not win by having something of everything. */
  const held = lengths.map((length) => Math.log((length + PRIOR) / PRIOR));
  return {
    counts,
    topicsWith: (feature: string) => postings.get(feature)?.places.length ?? 0,
    score(features: ReadonlyMap<string, number>): Float64Array {
      const length = sum(features.values());
      const scores = Float64Array.from(held, (less) => -length * less);
      addUp(scores, postings, features);
      return scores;
    },
  };
}

function addUp(scores: Float64Array, postings: ReadonlyMap<string, Posting>, features: ReadonlyMap<string, number>): void {
  for (const [feature, count] of features) {
    const posting = postings.get(feature);
    if (!posting) continue;
    const { places, weights } = posting;
    for (let at = 0; at < places.length; at++) {
      const place = places[at] ?? 0;
      scores[place] = (scores[place] ?? 0) + count * (weights[at] ?? 0);
    }
  }
}

/** Longer texts are read sentence by sentence: one sentence is as long as a question. */
const SENTENCE = /\n|(?<=[.!?؟])\s+/u;

function createNeighbours(documents: readonly TopicWords[], read: Read) {
  const passages = documents.flatMap(({ words }, place) =>
    words.flatMap(({ text, weight }) => text.split(SENTENCE).map((sentence) => ({ place, weight, features: read(sentence).features }))),
  );
  const occurs = new Map<string, number>();
  for (const { features } of passages) for (const feature of features.keys()) occurs.set(feature, (occurs.get(feature) ?? 0) + 1);
  const rarity = (feature: string) => Math.log(passages.length / (occurs.get(feature) ?? passages.length));
  const lists = new Map<string, [number, number][]>();
  for (const [at, { features }] of passages.entries())
    for (const [feature, weight] of unit(features, rarity)) collect(lists, feature, at, weight);
  const postings = packed(lists);
  return {
    score(features: ReadonlyMap<string, number>): Float64Array {
      const alike = new Float64Array(passages.length);
      addUp(alike, postings, unit(features, rarity));
      const scores = new Float64Array(documents.length);
      for (const [at, { place, weight }] of passages.entries())
        scores[place] = (scores[place] ?? 0) + Math.sqrt(weight) * (alike[at] ?? 0) ** 2;
      return scores;
    },
  };
}

/** Weights by rarity, as a vector of length 1. */
function unit(features: ReadonlyMap<string, number>, rarity: (feature: string) => number): Map<string, number> {
  const weights = new Map([...features].map(([feature, count]) => [feature, count * rarity(feature)]));
  const length = Math.sqrt(sum([...weights.values()].map((weight) => weight ** 2))) || 1;
  return new Map([...weights].map(([feature, weight]) => [feature, weight / length]));
}
