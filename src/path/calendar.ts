import ical, { ICalEventTransparency } from 'ical-generator';
import type { DatedStep } from './path.js';

/** A step in words of the family's language. */
export interface CalendarEntry {
  readonly step: DatedStep;
  readonly title: string;
  readonly what: string;
}

/**
 * One all-day event per dated step, without time zone: a school day is the same day everywhere. A step whose day nobody has published yet stands on the first day it
 * may be asked for.
 *
 * @param day first day on which something can still be done, ISO; open steps that began before stand there
 * @param stamp when the file was made
 */
export function calendarFile(name: string, entries: readonly CalendarEntry[], day: string, stamp: Date): string {
  const calendar = ical({ name, prodId: { company: 'Elternbruecke', product: 'Elternbruecke', language: 'DE' } });
  for (const { step, title, what } of entries) {
    const { from, to } = step.kind === 'known' ? step : { from: later(step.from, day), to: later(step.from, day) };
    calendar.createEvent({
      // The same step of the same year keeps its id, so that a second download does not double it.
      id: `${step.id}-${step.from}@elternbruecke`,
      allDay: true,
      start: asDate(from),
      end: asDate(nextDay(to)),
      stamp,
      summary: title,
      description: what,
      transparency: ICalEventTransparency.TRANSPARENT,
    });
  }
  return calendar.toString();
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}

/** The library reads the day off in the machine's own zone. */
function asDate(iso: string): Date {
  const [year = 0, month = 1, day = 1] = iso.split('-').map(Number);
  return new Date(year, month - 1, day, 12);
}

/** An all-day event ends, exclusively, on the day after (RFC 5545, section 3.6.1). */
function nextDay(iso: string): string {
  return new Date(Date.parse(`${iso}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
