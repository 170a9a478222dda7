import { createFeatureNumbers, type FeatureNumbers, numberOf } from './feature-numbers.js';

/** What is said about one topic. */
export interface TopicWords {
  readonly topic: string;
  /** Short texts, and how much each counts. */
  readonly texts: readonly { readonly text: string; readonly weight: number }[];
  /** Single words that belong to it, and how much each counts. */
  readonly words: { readonly list: readonly string[]; readonly weight: number };
  /** A matter that is none of ours: its words count for it as a whole only. */
  readonly isElsewhere: boolean;
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

/** Finds topics by words and parts of words; read-only. */
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

/** What an index knows, as plain data that can be kept in a file. */
export interface TopicTables {
  readonly topics: readonly string[];
  readonly features: FeatureNumbers;
  readonly whole: WholeTopics;
  readonly single: SingleTexts;
}

/** Topics as a whole: how many features each holds, and which. */
interface WholeTopics {
  readonly lengths: Float64Array;
  readonly postings: Postings;
}

/** Single texts: the topic of each, how much it counts, which features it holds, and how rare these are. */
interface SingleTexts {
  readonly topicOf: Uint16Array;
  readonly share: Float32Array;
  readonly rarity: Float32Array;
  readonly postings: Postings;
}

export function buildTopicTables(documents: readonly TopicWords[], read: Read): TopicTables {
  const numbers = createFeatureNumbers();
  const passages = createPassages();
  for (const [place, { texts, words, isElsewhere }] of documents.entries()) {
    for (const { text, weight } of texts)
      for (const sentence of text.split(SENTENCE)) passages.add(place, weight, numbered(read(sentence).features, numbers.add, isShortPart));
    // A single word is like another text by the whole word alone.
    const isApart = isElsewhere ? () => true : isPart;
    for (const word of words.list) passages.add(place, words.weight, numbered(read(word).features, numbers.add, isApart));
  }
  const features = numbers.finish();
  return {
    topics: documents.map(({ topic }) => topic),
    features,
    whole: countTopics(documents.length, passages, features.sorted.length),
    single: countPassages(passages, features.sorted.length),
  };
}

/** A feature by its number; `apart` says that it counts for the topic as a whole, not for how alike single texts are. */
interface Counted {
  readonly number: number;
  readonly count: number;
  readonly apart: boolean;
}

function numbered(
  features: ReadonlyMap<string, number>,
  add: (feature: string) => number,
  isApart: (feature: string) => boolean,
): Counted[] {
  return [...features].map(([feature, count]) => ({ number: add(feature), count, apart: isApart(feature) }));
}

/** Single texts, in plain lists: tens of thousands with a dozen features each. */
function createPassages() {
  const topicOf: number[] = [];
  const weights: number[] = [];
  const ends: number[] = [];
  const numbers: number[] = [];
  const counts: number[] = [];
  const apart: boolean[] = [];
  return {
    topicOf,
    weights,
    add(topic: number, weight: number, features: readonly Counted[]): void {
      topicOf.push(topic);
      weights.push(weight);
      for (const { number, count, apart: isApart } of features) {
        numbers.push(number);
        counts.push(count);
        apart.push(isApart);
      }
      ends.push(numbers.length);
    },
    /** The features of one passage: all, or those that count for how alike single texts are. */
    *features(passage: number, alike: boolean): Generator<[number: number, count: number]> {
      for (let at = ends[passage - 1] ?? 0; at < (ends[passage] ?? 0); at++)
        if (!alike || !apart[at]) yield [numbers[at] ?? 0, counts[at] ?? 0];
    },
  };
}

type Passages = ReturnType<typeof createPassages>;

/**
 * Two views on a topic, added: how likely all its words together make the text (query likelihood with Dirichlet smoothing, Zhai and Lafferty 2001), and how alike
 * its single sentences are (cosine of word weights, squared and summed). Chosen by trying on questions kept for that, see docs/find.md.
 */
export function openTopicIndex({ topics: names, features: numbers, whole, single }: TopicTables, readText: Read): TopicIndex {
  const read = rememberLast(readText);
  const likelihood = createLikelihood(whole);
  const neighbours = createNeighbours(names.length, single);
  const places = new Map(names.map((topic, place) => [topic, place]));
  const known = (features: ReadonlyMap<string, number>) =>
    new Map(
      [...features].flatMap(([feature, count]) => {
        const number = numberOf(numbers, feature);
        return number === undefined ? [] : [[number, count] as const];
      }),
    );
  const topicsWith = (feature: string) => likelihood.topicsWith(numberOf(numbers, feature));
  const isIn = (feature: string, topic: number) => likelihood.isIn(numberOf(numbers, feature), topic);

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

const SHORT_PART = 3;

/** Three letters: they say what a topic is about, but make all single texts alike. */
function isShortPart(feature: string): boolean {
  return isPart(feature) && feature.length === SHORT_PART + 1;
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
  /** In steps of `step`: finer differences change no order that matters. */
  readonly weights: Uint8Array;
  readonly step: number;
}

const STEPS = 255;

/**
 * @param rowOf the features of a place and their weights; asked twice for each place
 * @param placeCount at most 65,536
 */
function createPostings(rowOf: (place: number) => Iterable<readonly [number, number]>, placeCount: number, featureCount: number): Postings {
  const starts = new Int32Array(featureCount + 1);
  let largest = 0;
  for (let place = 0; place < placeCount; place++) {
    for (const [feature, weight] of rowOf(place)) {
      starts[feature + 1] = (starts[feature + 1] ?? 0) + 1;
      largest = Math.max(largest, weight);
    }
  }
  const step = largest / STEPS || 1;
  for (let feature = 0; feature < featureCount; feature++) starts[feature + 1] = (starts[feature + 1] ?? 0) + (starts[feature] ?? 0);
  const next = starts.slice();
  const total = starts[featureCount] ?? 0;
  const [places, weights] = [new Uint16Array(total), new Uint8Array(total)];
  for (let place = 0; place < placeCount; place++) {
    for (const [feature, weight] of rowOf(place)) {
      const at = next[feature] ?? 0;
      places[at] = place;
      weights[at] = Math.round(weight / step);
      next[feature] = at + 1;
    }
  }
  return { starts, places, weights, step };
}

function addUp(scores: Float64Array, { starts, places, weights, step }: Postings, features: ReadonlyMap<number, number>): void {
  for (const [feature, count] of features) {
    for (let at = starts[feature] ?? 0; at < (starts[feature + 1] ?? 0); at++) {
      const place = places[at] ?? 0;
      scores[place] = (scores[place] ?? 0) + count * step * (weights[at] ?? 0);
    }
  }
}

function countTopics(topicCount: number, passages: Passages, featureCount: number): WholeTopics {
  const counts = Array.from({ length: topicCount }, () => new Map<number, number>());
  const total = new Float64Array(featureCount);
  const lengths = new Float64Array(topicCount);
  for (const [passage, topic] of passages.topicOf.entries()) {
    const weight = passages.weights[passage] ?? 0;
    for (const [feature, count] of passages.features(passage, false)) {
      counts[topic]?.set(feature, (counts[topic]?.get(feature) ?? 0) + count * weight);
      total[feature] = (total[feature] ?? 0) + count * weight;
      lengths[topic] = (lengths[topic] ?? 0) + count * weight;
    }
  }
  const everything = sum(lengths);
  const weigh = (feature: number, count: number) => Math.log(1 + (count * everything) / (PRIOR * (total[feature] ?? 1)));
  const rows = counts.map((found) => [...found].map(([feature, count]) => [feature, weigh(feature, count)] as const));
  return { lengths, postings: createPostings((place) => rows[place] ?? [], topicCount, featureCount) };
}

function createLikelihood({ lengths, postings }: WholeTopics) {
  /** A topic with many words must not win by having something of everything. */
  const held = lengths.map((length) => Math.log((length + PRIOR) / PRIOR));
  const placesOf = (feature: number) => postings.places.subarray(postings.starts[feature], postings.starts[feature + 1] ?? 0);
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

function countPassages(passages: Passages, featureCount: number): SingleTexts {
  const all = passages.topicOf.length;
  const occurs = new Int32Array(featureCount);
  for (let passage = 0; passage < all; passage++)
    for (const [feature] of passages.features(passage, true)) occurs[feature] = (occurs[feature] ?? 0) + 1;
  const rarity = Float32Array.from(occurs, (count) => (count === 0 ? 0 : Math.log(all / count)));
  const postings = createPostings((passage) => unit(new Map(passages.features(passage, true)), rarity), all, featureCount);
  return { rarity, postings, topicOf: Uint16Array.from(passages.topicOf), share: Float32Array.from(passages.weights, Math.sqrt) };
}

function createNeighbours(topicCount: number, { rarity, postings, topicOf, share }: SingleTexts) {
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
