import { createHash } from 'node:crypto';
import i18next from 'i18next';
import { dateRange, moment } from './format.js';
import type { Content, LocaleInfo, SlotValues, TextTree } from './types.js';

const BASE = 'base';
/** Before a pack's name, so that none can be mistaken for the base. */
const PACK = 'pack-';
/** Values that are the same in every talk of a place. */
const SHARED = /^(date|place)\./;
const HASH_DIGITS = 16;

/**
 * Texts of all locales, those of a place's pack before those of the base. A key that a locale lacks is a fault of the content check, never shown as a
 * foreign sentence.
 */
export interface Texts {
  /** The words for a key, with `{{date.*}}`, `{{place.*}}` and the given values filled in. */
  text(locale: string, key: string, values?: SlotValues, place?: string): string;
  has(locale: string, key: string, place?: string): boolean;
  /** The words as written, values not filled in. */
  wording(locale: string, key: string, place?: string): string;
  /** Tells whether words are still those that were shown: SHA-256 of the wording, its first 16 hex digits. */
  wordingHash(locale: string, key: string, place?: string): string;
  /** A value that begins with `@` (a named thing) in words; any other stays as it is. */
  put(locale: string, value: string): string;
  /** What a language is called in another, such as `Arabisch`. */
  languageName(locale: string, named: string): string;
  /** A button's label; a language is named in itself. */
  label(locale: string, flow: string, choice: string, place?: string): string;
  locale(locale: string): LocaleInfo;
}

/** The text at a dotted key, or none. */
export function textAt(tree: TextTree | undefined, key: string): string | undefined {
  let value: string | TextTree | undefined = tree;
  for (const part of key.split('.')) value = typeof value === 'object' && Object.hasOwn(value, part) ? value[part] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** Every text of a tree by its dotted key. */
export function textsOf(tree: TextTree, prefix = ''): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${prefix}${key}`, value]] : textsOf(value, `${prefix}${key}.`),
  );
}

/** A key looked up once: every page asks for the same few hundred again and again. */
interface Found {
  readonly key: string;
  readonly wording: string;
  readonly hash: string;
  /** The words themselves where they are the same in every talk of the place. */
  readonly words?: string;
}

/**
 * Builds the lookup over compiled content.
 *
 * @param general values every text may use, such as `operator`
 */
export function createTexts(content: Content, general: SlotValues = {}): Texts {
  const i18n = i18next.createInstance();
  const layered = new Set(Object.values(content.packs).flatMap(({ id, texts }) => (Object.keys(texts).length > 0 ? [id] : [])));
  const resources = Object.fromEntries(
    Object.entries(content.texts).map(([locale, tree]) => [
      locale,
      { [BASE]: tree, ...Object.fromEntries([...layered].map((id) => [`${PACK}${id}`, content.packs[id]?.texts[locale] ?? {}])) },
    ]),
  );
  void i18n.init({
    resources,
    defaultNS: BASE,
    fallbackLng: false,
    keySeparator: '.',
    nsSeparator: false,
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  /** Where a key is looked for: the place's own texts, then the base's. */
  const layers = (place: string) => (layered.has(place) ? [`${PACK}${place}`, BASE] : BASE);
  const has = (lng: string, key: string, place = '') =>
    textAt(content.packs[place]?.texts[lng], key) !== undefined || textAt(content.texts[lng], key) !== undefined;
  const dates = Object.fromEntries(Object.entries(content.dates).map(([id, date]) => [id, dateRange(date)]));
  const known = new Map<string, Found>();
  const placeFacts = new Map<string, { [fact: string]: string }>();
  const languageNames = new Map<string, Intl.DisplayNames>();

  function locale(name: string): LocaleInfo {
    const found = content.locales[name];
    if (!found) throw new RangeError(`Unknown locale ${name}`);
    return found;
  }

  /** A button's words are the flow's own, else the common ones, else the title of the topic it names; a key that is gone shows a neutral line. */
  function resolve(lng: string, key: string, place: string): string {
    if (has(lng, key, place)) return key;
    const choice = /^[^.]+\.choices\.(.+)$/.exec(key)?.[1] ?? '';
    const others = choice === '' ? [] : [`common.choices.${choice}`, `${choice}.title`];
    return others.find((other) => has(lng, other, place)) ?? 'common.text_is_gone';
  }

  function find(lng: string, wanted: string, given = ''): Found {
    const place = content.packs[given] ? given : '';
    const name = `${lng} ${place} ${wanted}`;
    const before = known.get(name);
    if (before) return before;
    const key = resolve(lng, wanted, place);
    const wording = i18n.t(key, { lng, ns: layers(place), skipInterpolation: true });
    const hash = createHash('sha256').update(wording).digest('hex').slice(0, HASH_DIGITS);
    const values = [...wording.matchAll(/\{\{\s*([^},\s]+)/g)].map(([, value = '']) => value);
    const alike = values.every((value) => SHARED.test(value) || value in general);
    const found = { key, wording, hash, ...(alike ? { words: fill(lng, key, place, {}) } : {}) };
    known.set(name, found);
    return found;
  }

  function fill(lng: string, key: string, place: string, values: SlotValues): string {
    return i18n.t(key, { lng, ns: layers(place), ...general, ...values, date: dates, place: factsOf(lng, place) });
  }

  function text(lng: string, wanted: string, values: SlotValues = {}, place?: string): string {
    const { key, words } = find(lng, wanted, place);
    if (words !== undefined) return words;
    return fill(lng, key, place ?? '', Object.fromEntries(Object.entries(values).map(([name, value]) => [name, put(lng, value)])));
  }

  /** Values that begin with `@` are named, not written: they are put into words in the reader's language. */
  function put(lng: string, value: string): string {
    const [, kind, rest] = /^@(text|locale|own_name|languages|lines|place|time):(.+)$/s.exec(value) ?? [];
    if (!kind || !rest) return isolated(lng, value);
    if (kind === 'text') return has(lng, rest) ? text(lng, rest) : '';
    if (kind === 'locale') return languageName(lng, rest);
    if (kind === 'own_name') return content.locales[rest]?.name ?? rest;
    if (kind === 'lines')
      return rest
        .split(',')
        .flatMap((key) => (has(lng, key) ? [`– ${text(lng, key)}`] : []))
        .join('\n');
    if (kind === 'languages') return new Intl.ListFormat(locale(lng).intl).format(rest.split(',').map((named) => languageName(lng, named)));
    if (kind === 'place') return content.packs[rest]?.name ?? (has(lng, 'common.other_place') ? text(lng, 'common.other_place') : rest);
    return moment(locale(lng).intl, rest);
  }

  /** Written words keep their own direction inside right-to-left text. */
  function isolated(lng: string, value: string): string {
    return locale(lng).dir === 'rtl' && value !== '' ? `\u2068${value}\u2069` : value;
  }

  function languageName(lng: string, named: string): string {
    const names = languageNames.get(lng) ?? new Intl.DisplayNames([locale(lng).intl], { type: 'language' });
    languageNames.set(lng, names);
    return names.of(named) ?? content.locales[named]?.name ?? named;
  }

  /** Facts of the place; what a pack does not know is said in general words (`common.place.<fact>`). */
  function factsOf(lng: string, place: string): { [fact: string]: string } {
    const name = `${lng} ${place}`;
    const before = placeFacts.get(name);
    if (before) return before;
    const common = content.texts[lng]?.common;
    const words = typeof common === 'object' && typeof common.place === 'object' ? common.place : {};
    const texts = Object.fromEntries(Object.entries(words).flatMap(([fact, value]) => (typeof value === 'string' ? [[fact, value]] : [])));
    const facts = { ...texts, ...content.packs[place]?.facts };
    if (place === '' || content.packs[place]) placeFacts.set(name, facts);
    return facts;
  }

  return {
    text,
    has,
    put,
    languageName,
    locale,
    wording: (lng, key, place) => find(lng, key, place).wording,
    wordingHash: (lng, key, place) => find(lng, key, place).hash,
    label: (lng, flow, choice, place) => content.locales[choice]?.name ?? text(lng, `${flow}.choices.${choice}`, {}, place),
  };
}
