import { match } from '@formatjs/intl-localematcher';
import type { Request } from 'express';
import type { Guide } from '../content/guide.js';

/** The first wanted language that is offered, else the browser's best match, else German. */
export function pickLocale(request: Request, guide: Guide, ...wanted: readonly unknown[]): string {
  const offered = guide.locales.map(({ locale }) => locale);
  const named = wanted.find((locale): locale is string => typeof locale === 'string' && offered.includes(locale));
  if (named) return named;
  const known = request.acceptsLanguages().filter((tag) => tag !== '*');
  return match(known, offered, offered.includes('de') ? 'de' : (offered[0] ?? 'de'));
}
