import { describe, expect, test } from 'vitest';
import { dateRange, moment } from '../../src/content/format.js';
import { nextHours } from '../../src/handover/hours.js';

const tuesday = [{ weekday: 2, from: '18:00', to: '20:00' }];

describe('the next covered hours', () => {
  test.each([
    ['before the span, in winter', '2026-11-24T12:00:00Z', '2026-11-24T17:00:00.000Z/2026-11-24T19:00:00.000Z'],
    ['within it', '2026-11-24T18:30:00Z', '2026-11-24T17:00:00.000Z/2026-11-24T19:00:00.000Z'],
    ['after it: a week later', '2026-11-24T19:30:00Z', '2026-12-01T17:00:00.000Z/2026-12-01T19:00:00.000Z'],
    ['in summer time', '2026-07-14T12:00:00Z', '2026-07-14T16:00:00.000Z/2026-07-14T18:00:00.000Z'],
    ['over the change of the clocks', '2026-03-28T12:00:00Z', '2026-03-31T16:00:00.000Z/2026-03-31T18:00:00.000Z'],
  ])('%s', (_what, now, expected) => {
    expect(nextHours([tuesday], Date.parse(now))).toBe(expected);
  });

  test('are unknown when nobody set any', () => {
    expect(nextHours([[], []], Date.now())).toBeUndefined();
  });

  test('are the soonest of all plans', () => {
    const plans = [tuesday, [{ weekday: 3, from: '09:00', to: '10:00' }]];
    expect(nextHours(plans, Date.parse('2026-11-24T20:00:00Z'))).toContain('2026-11-25T08:00');
  });
});

test('moments have Latin digits, the Gregorian calendar and the order of German letters in every language', () => {
  for (const locale of ['ar', 'fa', 'tr', 'de-DE', 'en-GB', 'ckb'])
    expect(moment(locale, '2026-11-24T17:00:00Z/2026-11-24T19:00:00Z')).toContain('24.11.2026, 18:00–20:00');
  expect(dateRange({ from: '2027-02-01', to: '2027-02-05' })).toContain('01.02.2027 – 05.02.2027');
});
