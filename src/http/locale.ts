import { createRequire } from 'node:module';
import type * as LocaleMatcher from '@formatjs/intl-localematcher';
import type { Request } from 'express';
import type { Guide } from '../content/guide.js';

const require = createRequire(import.meta.url);

/** The first wanted language that is offered, else the browser's best match, else German. */
export function pickLocale(request: Request, guide: Guide, ...wanted: readonly unknown[]): string {
  const offered = guide.locales.map(({ locale }) => locale);
  const named = wanted.find((locale): locale is string => typeof locale === 'string' && offered.includes(locale));
  if (named) return named;
  return matchLocale(
    guide,
    request.acceptsLanguages().filter((tag) => tag !== '*'),
  );
}

/** The offered language that fits the wanted ones best, in their order, else German. Tags that are none are passed over. */
export function matchLocale({ locales }: Guide, wanted: readonly string[]): string {
  const offered = locales.map(({ locale }) => locale);
  return matcher().match(wanted.filter(isTag), offered, offered.includes('de') ? 'de' : (offered[0] ?? 'de'));
}

/** The tables of which language is near to which: loaded when a browser first leaves the choice to us. */
function matcher(): typeof LocaleMatcher {
  return require('@formatjs/intl-localematcher');
}

function isTag(wanted: string): boolean {
  try {
    return Intl.getCanonicalLocales(wanted).length === 1;
  } catch {
    return false;
  }
}
