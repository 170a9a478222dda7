import i18next from 'i18next';
import { dateRange, moment } from './format.js';
import type { Content, LocaleInfo, SlotValues } from './types.js';

/** Texts of all locales. A key that a locale lacks is a fault of the content check, never shown as a foreign sentence. */
export interface Texts {
  /** The words for a key, with `{{date.*}}`, `{{place.*}}` and the given values filled in. */
  text(locale: string, key: string, values?: SlotValues, place?: string): string;
  has(locale: string, key: string): boolean;
  /** The words as written, values not filled in; what a hash of the wording is made of. */
  wording(locale: string, key: string): string;
  /** A value that begins with `@` (a named thing) in words; any other stays as it is. */
  put(locale: string, value: string): string;
  /** What a language is called in another, such as `Arabisch`. */
  languageName(locale: string, named: string): string;
  /** A button's label. */
  label(locale: string, flow: string, choice: string): string;
  locale(locale: string): LocaleInfo;
}

/**
 * Builds the lookup over compiled content.
 *
 * @param general values every text may use, such as `operator`
 */
export function createTexts(content: Content, general: SlotValues = {}): Texts {
  const i18n = i18next.createInstance();
  const resources = Object.fromEntries(Object.entries(content.texts).map(([locale, tree]) => [locale, { base: tree }]));
  void i18n.init({
    resources,
    defaultNS: 'base',
    fallbackLng: false,
    keySeparator: '.',
    nsSeparator: false,
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  const has = (lng: string, key: string) => i18n.exists(key, { lng });

  function locale(name: string): LocaleInfo {
    const found = content.locales[name];
    if (!found) throw new RangeError(`Unknown locale ${name}`);
    return found;
  }

  /** A button's words are the flow's own, else the common ones; a key that is gone shows a neutral line. */
  function resolve(lng: string, key: string): string {
    if (has(lng, key)) return key;
    const common = key.replace(/^[^.]+\.choices\./, 'common.choices.');
    return common !== key && has(lng, common) ? common : 'common.text_is_gone';
  }

  function text(lng: string, key: string, values: SlotValues = {}, place?: string): string {
    const filled = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, put(lng, value)]));
    return i18n.t(resolve(lng, key), { lng, ...general, ...filled, date: dates, place: placeOf(lng, place) });
  }

  /** Values that begin with `@` are named, not written: they are put into words in the reader's language. */
  function put(lng: string, value: string): string {
    const [, kind, rest] = /^@(text|locale|place|time):(.+)$/s.exec(value) ?? [];
    if (!kind || !rest) return isolated(lng, value);
    if (kind === 'text') return has(lng, rest) ? i18n.t(rest, { lng }) : '';
    if (kind === 'locale') return languageName(lng, rest);
    if (kind === 'place')
      return content.places[rest]?.name ?? (has(lng, 'common.other_place') ? i18n.t('common.other_place', { lng }) : rest);
    return moment(locale(lng).intl, rest);
  }

  /** Written words keep their own direction inside right-to-left text. */
  function isolated(lng: string, value: string): string {
    return locale(lng).dir === 'rtl' && value !== '' ? `\u2068${value}\u2069` : value;
  }

  function languageName(lng: string, named: string): string {
    return new Intl.DisplayNames([locale(lng).intl], { type: 'language' }).of(named) ?? content.locales[named]?.name ?? named;
  }

  const dates = Object.fromEntries(Object.entries(content.dates).map(([id, date]) => [id, dateRange(date)]));

  /** Facts of the place; what a pack does not know is said in general words (`common.place.<fact>`). */
  function placeOf(lng: string, place: string | undefined): { [fact: string]: string } {
    const general = content.texts[lng]?.common;
    const words = typeof general === 'object' && typeof general.place === 'object' ? general.place : {};
    const texts = Object.fromEntries(Object.entries(words).flatMap(([fact, value]) => (typeof value === 'string' ? [[fact, value]] : [])));
    return { ...texts, ...(place ? content.places[place]?.facts : {}) };
  }

  return {
    text,
    has,
    put,
    languageName,
    locale,
    wording: (lng, key) => i18n.t(resolve(lng, key), { lng, skipInterpolation: true }),
    label: (lng, flow, choice) => text(lng, `${flow}.choices.${choice}`),
  };
}
