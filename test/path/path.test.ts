import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import { calendarFile } from '../../src/path/calendar.js';
import { FORMS, pathOf, STAGES } from '../../src/path/path.js';
import { content, guide, LOCALES } from '../support/guide.js';

const DAYS = Array.from({ length: 24 }, (_, month) => new Date(Date.UTC(2026, 8 + month, 15)).toISOString().slice(0, 10));

/** The end of the school year that a day lies in; the summer break belongs to it. */
const endOfYear = (day: string) => `${Number(day.slice(0, 4)) + (day.slice(5, 7) >= '08' ? 1 : 0)}-08-31`;

describe('the path of a child', () => {
  test('names a step in every month, at every stage and school form, and never one that is over', () => {
    for (const today of DAYS) {
      for (const stage of STAGES) {
        for (const form of [undefined, ...FORMS]) {
          for (const isNew of [false, true]) {
            const { steps } = pathOf(content.steps, {}, { stage, form, isNew }, today);
            const where = `${today} ${stage} ${form ?? 'any form'}`;
            expect(steps.length, where).toBeGreaterThan(0);
            for (const step of steps) {
              expect(step.to >= today && step.from <= step.to && step.from <= endOfYear(today), `${where} ${step.id}`).toBe(true);
            }
          }
        }
      }
    }
  });

  test('shows a day only where it is published for that year; else it is openly unknown, with someone to ask', () => {
    const published = new Map(content.steps.map(({ id, known }) => [id, known]));
    for (const today of DAYS) {
      for (const stage of STAGES) {
        for (const step of pathOf(content.steps, {}, { stage, isNew: true }, today).steps) {
          const days = published.get(step.id) ?? [];
          if (step.kind === 'known') expect(days).toContainEqual({ from: step.from, to: step.to });
          else expect(guide.texts.has('de', `common.helpers.${step.asks}`), step.id).toBe(true);
        }
      }
    }
  });

  test('in class 4 in November 2026 leads from the talk to the report and the registration', () => {
    const { steps, next } = pathOf(content.steps, {}, { stage: 'class_4', isNew: false }, '2026-11-24');
    const report = steps.find(({ id }) => id === 'half_year_report_class_4');
    expect(report).toMatchObject({ kind: 'known', from: '2027-02-01', to: '2027-02-05' });
    expect(next?.stage).toBe('class_5_to_7');
    const ids = steps.map(({ id }) => id);
    expect(ids.some((id) => id.startsWith('advice_talk'))).toBe(true);
    expect(ids.some((id) => id.startsWith('register_class_5'))).toBe(true);
  });

  test('takes the city’s day where the city has published one', () => {
    const [step] = content.steps.filter(({ id }) => id.startsWith('register_class_5'));
    const days = { [step?.id ?? '']: [{ from: '2027-02-19', to: '2027-02-26' }] };
    const { steps } = pathOf(content.steps, days, { stage: 'class_4', isNew: false }, '2026-11-24');
    expect(steps.find(({ id }) => id === step?.id)).toMatchObject({ kind: 'known', from: '2027-02-19', to: '2027-02-26' });
    const later = pathOf(content.steps, days, { stage: 'class_4', isNew: false }, '2027-11-24');
    expect(later.steps.find(({ id }) => id === step?.id)?.kind).toBe('open');
  });

  test('shows what is only for newly arrived families to them alone', () => {
    const onlyNew = new Set(content.steps.filter((step) => step.new).map(({ id }) => id));
    const ids = (isNew: boolean) => pathOf(content.steps, {}, { stage: 'class_9', isNew }, '2026-11-24').steps.map(({ id }) => id);
    expect(ids(false).filter((id) => onlyNew.has(id))).toEqual([]);
    expect(ids(true).filter((id) => onlyNew.has(id)).length).toBeGreaterThan(0);
  });

  test('speaks every language that has it, step by step', () => {
    for (const locale of LOCALES) {
      for (const { id } of content.steps)
        for (const part of ['title', 'what']) expect(guide.texts.has(locale, `path.steps.${id}.${part}`), `${locale} ${id}`).toBe(true);
    }
  });
});

describe('the calendar file', () => {
  test('opens in a stock parser as whole days, the last one included', () => {
    const { steps } = pathOf(content.steps, {}, { stage: 'class_4', isNew: false }, '2026-11-24');
    const entries = steps.map((step) => ({ step, title: guide.texts.text('ar', `path.steps.${step.id}.title`), what: 'a\nb; c, d' }));
    const parsed = new ICAL.Component(ICAL.parse(calendarFile('x', entries, '2026-11-24', new Date('2026-11-24T10:00:00Z'))));
    const events = parsed.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
    expect(events).toHaveLength(steps.length);
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(steps.length);
    const report = events.find(({ uid }) => uid.startsWith('half_year_report_class_4'));
    expect(report?.startDate.isDate).toBe(true);
    expect([report?.startDate.toString(), report?.endDate.toString()]).toEqual(['2027-02-01', '2027-02-06']);
    expect(report?.summary).toBe(guide.texts.text('ar', 'path.steps.half_year_report_class_4.title'));
    expect(report?.description).toBe('a\nb; c, d');
  });
});
