import { describe, expect, test } from 'vitest';
import { loadAuthoring } from '../../src/content/authoring.js';
import { targetsOf } from '../../src/content/check-flows.js';
import { content, guide, LOCALES } from '../support/guide.js';

const { topics } = loadAuthoring(process.cwd());
const MAX_TAPS = 4;

/** Taps from the list of all areas, or from the help button, to each flow. */
function tapsIn(locale: string): Map<string, number> {
  const flows = guide.flows(locale);
  const taps = new Map<string, number>();
  const open = ['all-topics', 'help-now'].map((flow) => ({ flow, node: flows[flow]?.start ?? '', count: 0 }));
  const seen = new Set<string>();
  for (let place = open.shift(); place; place = open.shift()) {
    const { flow, node, count } = place;
    if (seen.has(`${flow}.${node}`)) continue;
    seen.add(`${flow}.${node}`);
    const found = flows[flow]?.nodes[node];
    for (const target of found ? targetsOf(found) : []) {
      if ('node' in target) open.push({ flow, node: target.node, count: count + 1 });
      const other = 'go' in target ? target.go : 'call' in target ? target.call : undefined;
      if (other !== undefined && !taps.has(other)) taps.set(other, count + 1);
    }
  }
  return taps;
}

describe('every topic of the list', () => {
  test('is answered in the four first languages', () => {
    for (const locale of LOCALES) {
      const offered = new Set(Object.values(guide.flows(locale)).map(({ topic }) => topic));
      expect(
        Object.keys(topics).filter((topic) => !offered.has(topic)),
        locale,
      ).toEqual([]);
    }
    expect(Object.keys(topics)).toHaveLength(96);
  });

  test(`is reached from the topics in at most ${MAX_TAPS} taps`, () => {
    for (const locale of LOCALES) {
      const taps = tapsIn(locale);
      const far = Object.values(content.flows).filter(
        ({ topic, name }) => topic && topics[topic] && (taps.get(name) ?? Number.POSITIVE_INFINITY) > MAX_TAPS,
      );
      expect(
        far.map(({ name }) => `${name}: ${taps.get(name)}`),
        locale,
      ).toEqual([]);
    }
  });

  test('has questions parents ask: at least 12 in tier 1, 6 in tier 2, in each of the four languages', () => {
    for (const locale of LOCALES)
      for (const [topic, { tier }] of Object.entries(topics))
        expect(content.questions[locale]?.[topic]?.length ?? 0, `${locale} ${topic}`).toBeGreaterThanOrEqual(tier === 1 ? 12 : 6);
  });

  test('with dated facts carries the day they end on, and the day is shown with the caution text after it', () => {
    const dated = Object.values(content.flows).flatMap((flow) => Object.values(flow.nodes).filter(({ until }) => until !== undefined));
    expect(dated.length).toBeGreaterThan(0);
  });
});
