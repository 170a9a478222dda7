import { checkFlows, checkSwitchedOff } from './check-flows.js';
import { checkNamed, checkPages, checkTexts } from './check-texts.js';
import { type Finding, type Layer, place } from './finding.js';
import { berlinDay } from './format.js';
import { createGuide, flowsWith } from './guide.js';
import { createTexts } from './texts.js';
import type { Content } from './types.js';

/** Checks compiled content as a whole, the base and every pack over it; see docs/content.md for the rules. */
export function checkContent(content: Content, now: Date): Finding[] {
  const texts = createTexts(content);
  const layers = layersOf(content);
  return [
    ...layers.flatMap((layer) => [...checkFlows(content, layer), ...checkTexts(content, texts, layer)]),
    ...Object.values(content.packs).flatMap((pack) => checkSwitchedOff(content, pack, flowsWith(content, pack))),
    ...checkNamed(content),
    ...checkPages(content),
    ...checkDates(content, layers, berlinDay(now)),
  ];
}

function layersOf(content: Content): Layer[] {
  const { flows, texts, packs } = content;
  return [
    { folder: '', flows, texts, all: flows },
    ...Object.values(packs).map((pack) => ({
      folder: `packs/${pack.id}/`,
      place: pack.id,
      flows: pack.flows,
      texts: pack.texts,
      all: flowsWith(content, pack),
    })),
  ];
}

function checkDates(content: Content, layers: readonly Layer[], today: string): Finding[] {
  const dates = Object.entries(content.dates).flatMap(([id, { to }]) =>
    to < today ? [expired(`dialogs/data/dates.yaml: ${id}`, to)] : [],
  );
  const nodes = layers
    .flatMap(({ flows }) => Object.values(flows))
    .flatMap((flow) =>
      Object.entries(flow.nodes).flatMap(([name, { until }]) =>
        until !== undefined && until < today ? [expired(place(flow, name), until)] : [],
      ),
    );
  return [...dates, ...nodes];
}

/** Parents see the caution text by themselves; authors must look. */
function expired(where: string, day: string): Finding {
  return { level: 'warning', rule: 'expired_fact', where, problem: `ended on ${day}` };
}

/** Languages that content offers now, for a summary line. */
export function offeredLocales(content: Content): string[] {
  return createGuide(content, { offerDrafts: true }).locales.map(({ locale }) => locale);
}
