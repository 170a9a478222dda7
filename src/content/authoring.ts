import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { z } from 'zod';
import { ContentError } from '../errors.js';
import { checkStyle } from './check-style.js';
import { error, type Finding, place } from './finding.js';
import { BASED_ON_FILE, REVIEWS_FILE } from './load.js';
import { createReader, folders, type Reader } from './read-files.js';
import { type BasedOn, checkCopies, checkReviews, type LocaleReview } from './review.js';
import { basedOnSchema, factsIndexSchema, kaoaSchema, reviewsSchema, topicsSchema } from './schema.js';
import { textAt } from './texts.js';
import type { Content, Flow } from './types.js';

/** What authors write against: the facts, the topics to cover, the official catalogue. Read when content is checked, never at run time. */
export interface Authoring {
  readonly facts: ReadonlySet<string>;
  readonly topics: z.infer<typeof topicsSchema>;
  readonly kaoa: z.infer<typeof kaoaSchema>;
  readonly reviews: ReadonlyMap<string, LocaleReview>;
  /** Pack → the base's flows and texts that its own were copied from. */
  readonly copies: ReadonlyMap<string, BasedOn>;
}

/** @throws ContentError when one of the files is missing or wrong */
export function loadAuthoring(root: string): Authoring {
  const findings: string[] = [];
  const reader = createReader(root, findings);
  const facts = reader.json(join(root, 'docs', 'facts-index.json'), factsIndexSchema);
  const topics = reader.yaml(join(root, 'dialogs', 'data', 'topics.yaml'), topicsSchema);
  const kaoa = reader.yaml(join(root, 'dialogs', 'data', 'kaoa.yaml'), kaoaSchema);
  if (!facts || !topics || !kaoa) throw new ContentError(findings);
  const reviews = new Map(folders(join(root, 'locales')).map((folder) => [basename(folder), readReview(folder, reader)]));
  const copies = new Map(folders(join(root, 'packs')).map((folder) => [basename(folder), readBasedOn(folder, reader)]));
  if (findings.length > 0) throw new ContentError(findings);
  return { facts: new Set(Object.keys(facts)), topics, kaoa, reviews, copies };
}

function readReview(folder: string, reader: Reader): LocaleReview {
  const reviews = join(folder, REVIEWS_FILE);
  return {
    reviews: existsSync(reviews) ? (reader.json(reviews, reviewsSchema) ?? {}) : {},
    basedOn: readBasedOn(folder, reader),
  };
}

function readBasedOn(folder: string, reader: Reader): BasedOn {
  const file = join(folder, BASED_ON_FILE);
  return existsSync(file) ? (reader.json(file, basedOnSchema) ?? {}) : {};
}

/** Checks content against what it is written from: facts that exist, topics covered, every KAoA element answered, questions that belong to one topic. */
export function checkAuthoring(content: Content, authoring: Authoring): Finding[] {
  return [
    ...checkFacts(content, authoring),
    ...checkTopics(content, authoring),
    ...checkSteps(content, authoring),
    ...checkKaoa(content, authoring),
    ...checkQuestions(content),
    ...checkStyle(content),
    ...checkReviews(content, authoring.reviews),
    ...checkCopies(content, authoring.copies),
    ...Object.values(content.flows).flatMap(checkNextStep),
  ];
}

function checkFacts({ flows, packs, terms, dates, numbers }: Content, { facts }: Authoring): Finding[] {
  const unknown = (where: string, ids: readonly string[]) =>
    ids.filter((id) => !facts.has(id)).map((id) => error('unknown_fact', where, `names the fact ${id}, which no fact sheet has`));
  const all = [flows, ...Object.values(packs).map((pack) => pack.flows)].flatMap((layer) => Object.values(layer));
  const data = { terms, dates, numbers };
  return [
    ...all.flatMap((flow) => Object.entries(flow.nodes).flatMap(([name, node]) => unknown(place(flow, name), node.facts))),
    ...Object.values(packs).flatMap(({ id, sources }) => unknown(`packs/${id}/pack.yaml: sources`, sources)),
    ...Object.entries(data).flatMap(([file, entries]) =>
      Object.entries(entries).flatMap(([id, entry]) => unknown(`dialogs/data/${file}.yaml: ${id}`, entry.facts)),
    ),
  ];
}

/** A step leads to a topic, asks somebody known, and has its words in every language that has the path. */
function checkSteps({ steps, flows, terms, texts, packs }: Content, { facts }: Authoring): Finding[] {
  const where = (id: string) => `dialogs/data/steps.yaml: ${id}`;
  const ids = new Set(steps.map(({ id }) => id));
  const dated = Object.values(packs).flatMap((pack) =>
    Object.keys(pack.dates)
      .filter((id) => !ids.has(id))
      .map((id) => error('unknown_name', `packs/${pack.id}/pack.yaml: dates`, `names the step ${id}, which does not exist`)),
  );
  const wrong = steps.flatMap(({ id, topic, asks, facts: own, terms: named }) => [
    ...(flows[topic] ? [] : [error('unknown_name', where(id), `leads to ${topic}, which does not exist`)]),
    ...(textAt(texts.de, `common.helpers.${asks}`) ? [] : [error('unknown_name', where(id), `asks ${asks}, who is no helper`)]),
    ...named.filter((term) => !terms[term]).map((term) => error('unknown_name', where(id), `names ${term}, which is no term`)),
    ...own
      .filter((fact) => !facts.has(fact))
      .map((fact) => error('unknown_fact', where(id), `names the fact ${fact}, which no fact sheet has`)),
    ...Object.entries(texts)
      .filter(([, tree]) => tree.path !== undefined)
      .flatMap(([locale, tree]) =>
        ['title', 'what']
          .filter((part) => !textAt(tree, `path.steps.${id}.${part}`))
          .map((part) => error('missing_key', `locales/${locale}/path.json`, `lacks ${part} for ${id}`)),
      ),
  ]);
  return [...dated, ...wrong];
}

function checkTopics({ flows }: Content, { topics }: Authoring): Finding[] {
  const answered = new Set(Object.values(flows).map(({ topic }) => topic));
  return Object.keys(topics)
    .filter((topic) => !answered.has(topic))
    .map((topic) => error('uncovered_topic', `dialogs/data/topics.yaml: ${topic}`, 'no flow answers this topic'));
}

function checkKaoa({ flows }: Content, { kaoa }: Authoring): Finding[] {
  return Object.entries({ ...kaoa.categories, ...kaoa.elements }).flatMap(([code, { answered }]) =>
    answered
      .filter((target) => {
        const [flow = '', node = ''] = target.split('.');
        return !flows[flow]?.nodes[node];
      })
      .map((target) =>
        error('kaoa_unanswered', `dialogs/data/kaoa.yaml: ${code}`, `is said to be answered by ${target}, which does not exist`),
      ),
  );
}

/** What the search learns from belongs to topics that exist; a question that stands under two leads to neither. */
function checkQuestions({ flows, questions, searchWords }: Content): Finding[] {
  const topics = new Set(Object.values(flows).map(({ topic }) => topic));
  const unknown = Object.entries(searchWords).flatMap(([locale, words]) =>
    Object.keys(words.topics)
      .filter((topic) => !topics.has(topic))
      .map((topic) => error('unknown_name', `locales/${locale}/search-words.json`, `${topic} is no topic`)),
  );
  const found = Object.entries(questions).flatMap(([locale, asked]) => {
    const where = `locales/${locale}/questions.json`;
    const seen = new Map<string, string>();
    return Object.entries(asked).flatMap(([topic, list]) => [
      ...(topics.has(topic) ? [] : [error('unknown_name', where, `${topic} is no topic`)]),
      ...list.flatMap((question) => {
        const before = seen.get(question.toLowerCase());
        seen.set(question.toLowerCase(), topic);
        return before === undefined ? [] : [error('same_question', where, `"${question}" stands under ${before} and ${topic}`)];
      }),
    ]);
  });
  return [...unknown, ...found];
}

/** Every answer ends with something to do this week and someone who helps. */
function checkNextStep(flow: Flow): Finding[] {
  if (!flow.topic) return [];
  const steps = Object.entries(flow.nodes).filter(([, { step }]) => step);
  const alone = steps.filter(([, { helps, numbers }]) => helps.length + numbers.length === 0);
  return [
    ...(steps.length === 0 ? [error('no_next_step', `${flow.file}:1`, 'has no node with step: true')] : []),
    ...alone.map(([name]) => error('no_next_step', place(flow, name), 'is the next step but names nobody who helps')),
  ];
}
