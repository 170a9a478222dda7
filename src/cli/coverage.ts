import { loadAuthoring } from '../content/authoring.js';
import { berlinDay } from '../content/format.js';
import { createGuide } from '../content/guide.js';
import { reviewedCount } from '../content/review.js';
import type { Content, Flow } from '../content/types.js';
import { flowOfTopic } from '../engine/topics.js';

/** A table: topic by topic, in which languages it is offered, its facts, what has expired, and how many questions lead to it. */
export function coverageTable(content: Content, root: string, now: Date): string[] {
  const { topics, kaoa, reviews } = loadAuthoring(root);
  const guide = createGuide(content, { offerDrafts: true });
  const locales = guide.locales.map(({ locale }) => locale);
  const offered = new Map(locales.map((locale) => [locale, new Set(Object.values(guide.flows(locale)).map(({ topic }) => topic))]));
  const today = berlinDay(now);
  const width = Math.max(...Object.keys(topics).map((topic) => topic.length));
  const row = (topic: string, cells: readonly string[]) => [topic.padEnd(width), ...cells].join('  ');
  const rows = Object.entries(topics).map(([topic, { tier }]) => {
    const flow = flowOfTopic(content.flows, topic);
    const questions = locales.map((locale) => content.questions[locale]?.[topic]?.length ?? 0);
    const texts = locales.map((locale) => (offered.get(locale)?.has(topic) ? locale : '--'));
    return row(topic, [
      `${tier}`,
      texts.join(' '),
      String(factsOf(flow)).padStart(5),
      String(expiredIn(flow, today)).padStart(7),
      questions.join(' '),
    ]);
  });
  const read = locales.map((locale) => `${locale} ${reviewedCount(content, locale, reviews.get(locale))}`);
  const count = (locale: string) => `${locale} ${Object.keys(topics).filter((topic) => offered.get(locale)?.has(topic)).length}`;
  return [
    row('topic', ['t', 'offered in'.padEnd(locales.length * 3 - 1), 'facts', 'expired', `questions (${locales.join(' ')})`]),
    ...rows,
    '',
    `Topics of ${Object.keys(topics).length}: ${locales.map(count).join(', ')}`,
    `Texts that a native speaker has reviewed as they are now: ${read.join(', ')}`,
    `KAoA: ${Object.keys(kaoa.categories).length} categories and ${Object.keys(kaoa.elements).length} elements answered`,
  ];
}

function factsOf(flow: Flow | undefined): number {
  return new Set(Object.values(flow?.nodes ?? {}).flatMap(({ facts }) => facts)).size;
}

function expiredIn(flow: Flow | undefined, today: string): number {
  return Object.values(flow?.nodes ?? {}).filter(({ until }) => until !== undefined && until < today).length;
}
