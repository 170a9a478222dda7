import { z } from 'zod';
import type { Guide } from '../content/guide.js';
import type { Profile } from '../handover/people.js';

const many = z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([]);
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

const fields = z.object({
  name: z.string().trim().min(1).max(60),
  organisation: z.string().trim().max(120).default(''),
  locale: z.string(),
  languages: many,
  places: many,
});

/** A moderator's own settings from a form, or nothing when they do not fit: a name, at least one offered language, known places. */
export function readProfile(guide: Guide, body: unknown): Profile | undefined {
  const parsed = fields.safeParse(body);
  if (!parsed.success || typeof body !== 'object' || body === null) return undefined;
  const offered = guide.locales.map(({ locale }) => locale);
  const { name, organisation, locale } = parsed.data;
  const languages = parsed.data.languages.filter((language) => offered.includes(language));
  const places = parsed.data.places.filter((place) => guide.content.packs[place]);
  if (languages.length === 0 || !offered.includes(locale)) return undefined;
  const given = new Map(Object.entries(body));
  const hours = [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => {
    const from = time.safeParse(given.get(`from_${weekday}`));
    const to = time.safeParse(given.get(`to_${weekday}`));
    return from.success && to.success && from.data < to.data ? [{ weekday, from: from.data, to: to.data }] : [];
  });
  return { name, organisation, locale, languages, places, hours };
}
