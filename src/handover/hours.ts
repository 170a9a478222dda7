import type { Hours } from './people.js';

const DAY_MS = 86_400_000;
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/**
 * The next hours in which any of the given plans has someone, as `<start>/<end>` (ISO with offset), or `undefined` when nobody set any.
 * A span that has already begun counts until it ends.
 */
export function nextHours(plans: readonly (readonly Hours[])[], now: number): string | undefined {
  const spans = plans.flat().flatMap((hours) => [0, 1, 2, 3, 4, 5, 6, 7].flatMap((ahead) => spanOn(hours, now + ahead * DAY_MS)));
  const next = spans.filter(({ end }) => end > now).sort((one, other) => one.start - other.start)[0];
  return next && `${new Date(next.start).toISOString()}/${new Date(next.end).toISOString()}`;
}

function spanOn({ weekday, from, to }: Hours, moment: number): { start: number; end: number }[] {
  const { day, name } = berlin(moment);
  if (WEEKDAYS.indexOf(name) + 1 !== weekday) return [];
  return [{ start: berlinTime(day, from), end: berlinTime(day, to) }];
}

/** The moment at which clocks in Berlin show this time; summer time included. */
function berlinTime(day: string, time: string): number {
  const asUtc = Date.parse(`${day}T${time}:00Z`);
  const offset = offsetAt(asUtc - offsetAt(asUtc));
  return asUtc - offset;
}

function offsetAt(moment: number): number {
  const { day, time } = berlin(moment);
  return Date.parse(`${day}T${time}Z`) - Math.floor(moment / 1000) * 1000;
}

function berlin(moment: number): { day: string; time: string; name: string } {
  const date = new Date(moment);
  const timeZone = 'Europe/Berlin';
  return {
    day: new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone }).format(date),
    time: new Intl.DateTimeFormat('sv-SE', { timeStyle: 'medium', timeZone }).format(date),
    name: new Intl.DateTimeFormat('en-US', { weekday: 'short', timeZone }).format(date),
  };
}
