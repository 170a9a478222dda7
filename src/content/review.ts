import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Finding } from './finding.js';
import type { basedOnSchema, reviewsSchema } from './schema.js';
import { textsOf } from './texts.js';
import type { Content, Flow } from './types.js';

const HASH_DIGITS = 10;
const PIVOT = 'de';

/** What is known of a language's texts beside their words: who read them, and which German they were made from. */
export interface LocaleReview {
  /** Text key → who, when, and the hash of the words that were read. */
  readonly reviews: z.infer<typeof reviewsSchema>;
  /** Text key → hash of the German words it was translated from. */
  readonly basedOn: BasedOn;
}

/** What something was made from → hash of it. */
export type BasedOn = z.infer<typeof basedOnSchema>;

/** First hex digits of SHA-256 over the words as written. */
function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HASH_DIGITS);
}

/** The German that a language's texts are based on now, to be kept beside them after they were brought up to date. */
export function basedOnNow({ texts }: Content, locale: string): { [key: string]: string } {
  const german = new Map(textsOf(texts[PIVOT] ?? {}));
  const own = textsOf(texts[locale] ?? {});
  return Object.fromEntries(own.flatMap(([key]) => (german.has(key) ? [[key, hashOf(german.get(key) ?? '')] as const] : [])));
}

/** Translations whose German has changed since, and reviews of words that have changed since. */
export function checkReviews({ texts }: Content, reviews: ReadonlyMap<string, LocaleReview>): Finding[] {
  const german = new Map(textsOf(texts[PIVOT] ?? {}));
  return [...reviews].flatMap(([locale, { reviews: read, basedOn }]) => {
    const own = new Map(textsOf(texts[locale] ?? {}));
    const where = (key: string) => `locales/${locale}/${key.split('.')[0]}.json`;
    const outdated = Object.entries(basedOn).filter(
      ([key, hash]) => own.has(key) && german.has(key) && hashOf(german.get(key) ?? '') !== hash,
    );
    const changed = Object.entries(read).filter(([key, { hash }]) => hashOf(own.get(key) ?? '') !== hash);
    return [
      ...outdated.map(
        ([key]): Finding => ({
          level: 'warning',
          rule: 'outdated_translation',
          where: where(key),
          problem: `${key}: the German text has changed since it was translated`,
        }),
      ),
      ...changed.map(
        ([key, { on }]): Finding => ({
          level: 'warning',
          rule: 'outdated_review',
          where: where(key),
          problem: `${key} was changed after it was reviewed on ${on}`,
        }),
      ),
    ];
  });
}

/** The base's flows and texts that a pack's own stand in for, as they are now; to be kept beside them when they were copied or brought up to date. */
export function copiesNow({ flows, texts, packs }: Content, pack: string): { [copied: string]: string } {
  const own = packs[pack];
  const copiedFlows = Object.keys(own?.flows ?? {}).flatMap((name) => {
    const base = flows[name];
    return base ? [[`dialogs/${name}`, hashOf(flowAsWritten(base))] as const] : [];
  });
  const copiedTexts = Object.entries(own?.texts ?? {}).flatMap(([locale, tree]) => {
    const base = new Map(textsOf(texts[locale] ?? {}));
    return textsOf(tree).flatMap(([key]) => {
      const text = base.get(key);
      return text === undefined ? [] : [[`locales/${locale}/${key}`, hashOf(text)] as const];
    });
  });
  return Object.fromEntries([...copiedFlows, ...copiedTexts]);
}

/** What a flow says and does, without where it stands. */
function flowAsWritten(flow: Flow): string {
  return JSON.stringify(flow, (key, value: unknown) => (key === 'file' || key === 'line' ? undefined : value));
}

/** Copies in packs whose base has changed since, or of which nobody wrote down what they were copied from. */
export function checkCopies(content: Content, basedOn: ReadonlyMap<string, BasedOn>): Finding[] {
  return Object.keys(content.packs).flatMap((pack) => {
    const written = basedOn.get(pack) ?? {};
    return Object.entries(copiesNow(content, pack)).flatMap(([copied, hash]): Finding[] => {
      if (written[copied] === hash) return [];
      const problem = written[copied]
        ? 'the base it was copied from has changed since; bring it up to date'
        : 'stands in for the base, but nothing says which state of it';
      return [
        {
          level: 'warning',
          rule: 'outdated_copy',
          where: `packs/${pack}/${copied}`,
          problem: `${problem}, then: npm run cli -- based-on ${pack} > packs/${pack}/based-on.json`,
        },
      ];
    });
  });
}

/** How many of a language's texts a native speaker has read as they are now. */
export function reviewedCount({ texts }: Content, locale: string, review: LocaleReview | undefined): number {
  const own = new Map(textsOf(texts[locale] ?? {}));
  return Object.entries(review?.reviews ?? {}).filter(([key, { hash }]) => own.has(key) && hashOf(own.get(key) ?? '') === hash).length;
}
