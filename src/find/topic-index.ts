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

export interface RankedTopic {
  readonly topic: string;
  /** In standard deviations over all topics, so that different indexes can be compared. */
  readonly score: number;
  /** How much likelier the text is in this topic than in the language as a whole, as a logarithm: says by how much one topic is likelier than another. */
  readonly likelihood: number;
}

/** Finds topics by words and parts of words; made once per language, read-only. */
export interface TopicIndex {
  /** How well each topic fits a text, best first. Empty when nothing is shared. */
  rank(text: string): RankedTopic[];
  /** How much of what the text says is found in the topic, 0 to 1; rare and unknown words count much more. */
  coverage(text: string, topic: string): number;
  /** The topic that is likeliest by its words alone, and its coverage: a quick look. */
  guess(text: string): { readonly topic: string; readonly coverage: number };
}

/** How many words of the common language a topic is thought to hold beside its own (the Dirichlet prior). */
const PRIOR = 300;
/** How much the most alike single texts count against the topic as a whole. */
const NEIGHBOURS_SHARE = 2;
/** Longer texts are read sentence by sentence: one sentence is as long as a question. */
const SENTENCE = /\n|(?<=[.!?؟])\s+/u;

/** One sentence about a topic: its features by number, and how often each occurs. */
interface Passage {
  readonly topic: number;
  readonly weight: number;
  readonly features: ReadonlyMap<number, number>;
}

/** Reads topics one by one, so that whoever serves families meanwhile can take breath between them. */
export interface TopicIndexBuilder {
  add(document: TopicWords): void;
  finish(): TopicIndex;
}

export function buildTopicIndex(readText: Read): TopicIndexBuilder {
  const read = rememberLast(readText);
  const numbers = new Map<string, number>();
  const topics: string[] = [];
  const passages: Passage[] = [];
  return {
    add({ topic, words }) {
      const place = topics.push(topic) - 1;
      for (const { text, weight } of words)
        for (const sentence of text.split(SENTENCE))
          passages.push({ topic: place, weight, features: numbered(read(sentence).features, numbers) });
    },
    finish: () => createTopicIndex(topics, passages, numbers, read),
  };
}

/** The features by number; new ones get the next. */
function numbered(features: ReadonlyMap<string, number>, numbers: Map<string, number>): Map<number, number> {
  const found = new Map<number, number>();
  for (const [feature, count] of features) {
    const number = numbers.get(feature) ?? numbers.size;
    numbers.set(feature, number);
    found.set(number, count);
  }
  return found;
}

/**
 * Two views on a topic, added: how likely all its words together make the text (query likelihood with Dirichlet smoothing, Zhai and Lafferty 2001), and how alike
 * its single sentences are (cosine of word weights, squared and summed). Chosen by trying on questions kept for that, see docs/find.md.
 */
function createTopicIndex(
  names: readonly string[],
  passages: readonly Passage[],
  numbers: ReadonlyMap<string, number>,
  read: Read,
): TopicIndex {
  const likelihood = createLikelihood(names.length, passages, numbers.size);
  const neighbours = createNeighbours(names.length, passages, numbers.size);
  const places = new Map(names.map((topic, place) => [topic, place]));
  const known = (features: ReadonlyMap<string, number>) =>
    new Map(
      [...features].flatMap(([feature, count]) => {
        const number = numbers.get(feature);
        return number === undefined ? [] : [[number, count] as const];
      }),
    );
  const topicsWith = (feature: string) => likelihood.topicsWith(numbers.get(feature));
  const isIn = (feature: string, topic: number) => likelihood.isIn(numbers.get(feature), topic);

  function coverage(words: Reading['words'], topic: number): number {
    let [found, all] = [0, 0];
    for (const word of words) {
      const whole = word.filter((feature) => !isPart(feature));
      const rarity = Math.log((names.length + 1) / (Math.max(...whole.map(topicsWith)) + 0.5)) ** 2;
      const parts = word.filter(isPart);
      const shared = () => parts.filter((part) => isIn(part, topic)).length / Math.max(1, parts.length);
      all += rarity;
      found += rarity * (whole.some((feature) => isIn(feature, topic)) ? 1 : likeness(shared()));
    }
    return all === 0 ? 0 : found / all;
  }

  return {
    rank(text) {
      const { features } = read(text);
      const ours = known(features);
      const alike = neighbours.score(ours);
      if (alike.every((score) => score === 0)) return [];
      const likelihoods = likelihood.score(ours, sum(features.values()));
      const [likely, near] = [standard(likelihoods), standard(alike.map((score) => Math.log(score + 1e-6)))];
      return names
        .map((topic, place) => ({
          topic,
          score: (likely[place] ?? 0) + NEIGHBOURS_SHARE * (near[place] ?? 0),
          likelihood: likelihoods[place] ?? 0,
        }))
        .sort((one, other) => other.score - one.score);
    },
    coverage: (text, topic) => coverage(read(text).words, places.get(topic) ?? -1),
    guess(text) {
      const { features, words } = read(text);
      const scores = likelihood.score(known(features), sum(features.values()));
      const best = scores.reduce((top, score, place) => (score > (scores[top] ?? 0) ? place : top), 0);
      return { topic: names[best] ?? '', coverage: coverage(words, best) };
    },
  };
}

/** A text is ranked and then weighed: it is read once for both. */
function rememberLast(read: Read): Read {
  let last: { readonly text: string; readonly reading: Reading } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, reading: read(text) };
    return last.reading;
  };
}

/** Parts of words are marked, so that they are never taken for words. */
function isPart(feature: string): boolean {
  return feature.startsWith('#');
}

/** How alike two words are by the share of parts they have in common: a third says nothing yet. */
function likeness(shared: number): number {
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

/** Where each feature occurs and how much it says there, in three plain arrays: hundreds of thousands of entries in a few megabytes. */
interface Postings {
  /** Entries of feature n stand from `starts[n]` up to `starts[n + 1]`, ordered by place. */
  readonly starts: Int32Array;
  readonly places: Uint16Array;
  readonly weights: Float32Array;
}

/** @param rows the features of each place, in the order of places; at most 65,536 */
function createPostings(rows: readonly ReadonlyMap<number, number>[], featureCount: number): Postings {
  const starts = new Int32Array(featureCount + 1);
  for (const row of rows) for (const feature of row.keys()) starts[feature + 1] = (starts[feature + 1] ?? 0) + 1;
  for (let feature = 0; feature < featureCount; feature++) starts[feature + 1] = (starts[feature + 1] ?? 0) + (starts[feature] ?? 0);
  const next = starts.slice();
  const total = starts[featureCount] ?? 0;
  const [places, weights] = [new Uint16Array(total), new Float32Array(total)];
  for (const [place, row] of rows.entries()) {
    for (const [feature, weight] of row) {
      const at = next[feature] ?? 0;
      places[at] = place;
      weights[at] = weight;
      next[feature] = at + 1;
    }
  }
  return { starts, places, weights };
}

function addUp(scores: Float64Array, { starts, places, weights }: Postings, features: ReadonlyMap<number, number>): void {
  for (const [feature, count] of features) {
    for (let at = starts[feature] ?? 0; at < (starts[feature + 1] ?? 0); at++) {
      const place = places[at] ?? 0;
      scores[place] = (scores[place] ?? 0) + count * (weights[at] ?? 0);
    }
  }
}

function createLikelihood(topicCount: number, passages: readonly Passage[], featureCount: number) {
  const counts = Array.from({ length: topicCount }, () => new Map<number, number>());
  const total = new Float64Array(featureCount);
  const lengths = new Float64Array(topicCount);
  for (const { topic, weight, features } of passages) {
    for (const [feature, count] of features) {
      counts[topic]?.set(feature, (counts[topic]?.get(feature) ?? 0) + count * weight);
      total[feature] = (total[feature] ?? 0) + count * weight;
      lengths[topic] = (lengths[topic] ?? 0) + count * weight;
    }
  }
  const everything = sum(lengths);
  const weigh = (feature: number, count: number) => Math.log(1 + (count * everything) / (PRIOR * (total[feature] ?? 1)));
  const rows = counts.map((found) => new Map([...found].map(([feature, count]) => [feature, weigh(feature, count)])));
  const postings = createPostings(rows, featureCount);
  /** A topic with many words must not win by having something of everything. */
  const held = lengths.map((length) => Math.log((length + PRIOR) / PRIOR));
  const placesOf = (feature = featureCount) => postings.places.subarray(postings.starts[feature], postings.starts[feature + 1] ?? 0);
  return {
    topicsWith: (feature: number | undefined) => (feature === undefined ? 0 : placesOf(feature).length),
    isIn: (feature: number | undefined, topic: number) => feature !== undefined && placesOf(feature).includes(topic),
    score(features: ReadonlyMap<number, number>, length: number): Float64Array {
      const scores = held.map((less) => -length * less);
      addUp(scores, postings, features);
      return scores;
    },
  };
}

function createNeighbours(topicCount: number, passages: readonly Passage[], featureCount: number) {
  const occurs = new Int32Array(featureCount);
  for (const { features } of passages) for (const feature of features.keys()) occurs[feature] = (occurs[feature] ?? 0) + 1;
  // Named apart: what a closure sees stays in memory, and the passages are many.
  const all = passages.length;
  const rarity = Float32Array.from(occurs, (count) => Math.log(all / Math.max(1, count)));
  const postings = createPostings(
    passages.map(({ features }) => unit(features, rarity)),
    featureCount,
  );
  const topicOf = Uint16Array.from(passages, ({ topic }) => topic);
  const share = Float32Array.from(passages, ({ weight }) => Math.sqrt(weight));
  return {
    score(features: ReadonlyMap<number, number>): Float64Array {
      const alike = new Float64Array(topicOf.length);
      addUp(alike, postings, unit(features, rarity));
      const scores = new Float64Array(topicCount);
      for (let at = 0; at < alike.length; at++) {
        const topic = topicOf[at] ?? 0;
        scores[topic] = (scores[topic] ?? 0) + (share[at] ?? 0) * (alike[at] ?? 0) ** 2;
      }
      return scores;
    },
  };
}

/** Weights by rarity, as a vector of length 1. */
function unit(features: ReadonlyMap<number, number>, rarity: Float32Array): Map<number, number> {
  let squares = 0;
  for (const [feature, count] of features) squares += (count * (rarity[feature] ?? 0)) ** 2;
  const length = Math.sqrt(squares) || 1;
  const weights = new Map<number, number>();
  for (const [feature, count] of features) weights.set(feature, (count * (rarity[feature] ?? 0)) / length);
  return weights;
}
