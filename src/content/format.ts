/** Keeps a date's parts in order inside right-to-left text. */
const ISOLATE = ['\u2066', '\u2069'] as const;
const NUMERIC = new Intl.DateTimeFormat('de-DE', { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'Europe/Berlin' });
const CLOCK = new Intl.DateTimeFormat('de-DE', { hour: '2-digit', minute: '2-digit', hour12: false, timeZone: 'Europe/Berlin' });

/** Text without the marks for bold and for German words, where a page cannot show them. */
export function withoutMarks(text: string): string {
  return text.replace(/\*\*|\[\[|\]\]/g, '');
}

/** First and last day of a date that may be a span, in digits as they stand on German letters, in every language: `01.02.2027 – 05.02.2027`. */
export function dateRange({ from, to }: { readonly from: string; readonly to: string }): string {
  const [first, last] = [from, to].map((iso) => iso.split('-').reverse().join('.'));
  return isolated(first === last ? String(first) : `${first} – ${last}`);
}

/** One day. */
export function day(iso: string): string {
  return dateRange({ from: iso, to: iso });
}

/**
 * A moment in Europe/Berlin: the weekday in the reader's language, then date and time in digits; of a span `start/end` the end's time is added.
 * Unreadable input stays as it is.
 */
export function moment(intl: string, iso: string): string {
  const [start, end] = iso.split('/').map((part) => new Date(part));
  if (!start || Number.isNaN(start.getTime())) return iso;
  const weekday = new Intl.DateTimeFormat(intl, { weekday: 'long', timeZone: 'Europe/Berlin' }).format(start);
  const until = end && !Number.isNaN(end.getTime()) ? `–${CLOCK.format(end)}` : '';
  return `${weekday}, ${isolated(`${NUMERIC.format(start)}, ${CLOCK.format(start)}${until}`)}`;
}

function isolated(digits: string): string {
  return `${ISOLATE[0]}${digits}${ISOLATE[1]}`;
}

const DAY = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: 'Europe/Berlin' });
const MINUTE_MS = 60_000;
let last = { minute: Number.NaN, day: '' };

/** Today in Europe/Berlin, ISO. Asked for with every message, so a minute's answer is kept: days begin with a minute. */
export function berlinDay(now: Date): string {
  const minute = Math.floor(now.getTime() / MINUTE_MS);
  if (last.minute !== minute) last = { minute, day: DAY.format(now) };
  return last.day;
}
