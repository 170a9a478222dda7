/** Days and times in a locale's words; always Latin digits and the Gregorian calendar, as on German letters. */
const CALENDAR = '-u-ca-gregory-nu-latn';

/** First and last day of a date that may be a span, such as `01.02.2027 – 05.02.2027`. */
export function dateRange(intl: string, { from, to }: { readonly from: string; readonly to: string }): string {
  const format = new Intl.DateTimeFormat(`${intl}${CALENDAR}`, { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'UTC' });
  return from === to ? format.format(new Date(from)) : format.formatRange(new Date(from), new Date(to));
}

/** One day. */
export function day(intl: string, iso: string): string {
  return dateRange(intl, { from: iso, to: iso });
}

/** A moment in Europe/Berlin such as `Mittwoch, 25.11.2026, 18:00`; of a span `start/end` the end's time is added. Unreadable input stays as it is. */
export function moment(intl: string, iso: string): string {
  const [start, end] = iso.split('/').map((part) => new Date(part));
  if (!start || Number.isNaN(start.getTime())) return iso;
  const locale = `${intl}${CALENDAR}`;
  const when = new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
    timeZone: 'Europe/Berlin',
  }).format(start);
  if (!end || Number.isNaN(end.getTime())) return when;
  const until = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false, timeZone: 'Europe/Berlin' }).format(
    end,
  );
  return `${when}–${until}`;
}

/** Today in Europe/Berlin, ISO. */
export function berlinDay(now: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: 'Europe/Berlin' }).format(now);
}
