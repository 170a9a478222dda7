import { createTexts, type Texts } from './texts.js';
import type { Choice, Content, Flow, FlowNode, Flows, LocaleInfo, Pack, SlotValues } from './types.js';

/** Flows that words of danger lead to, in the order they are looked for: acute danger to life first. */
export const HELP_CARDS: readonly string[] = ['suicide-and-despair', 'violence-at-home', 'child-at-risk'];

/** What a language needs before it is offered at all: help cards, handover, consent and "my data". */
export const NEEDED_FLOWS: readonly string[] = ['arrival', 'menu', 'help-now', ...HELP_CARDS, 'handover', 'call-back', 'my-data'];

/** Topics that every offered language has; the others follow topic by topic. */
export const ESSENTIAL_TOPICS: readonly string[] = [
  'transition-4-5-timeline',
  'transition-4-5-recommendation',
  'transition-4-5-admission-and-refusal',
  'school-forms',
  'kaoa-overview',
  'kaoa-class-8-strengths-day',
  'class-parents-meeting',
  'parent-teacher-talk',
  'bridge-persons',
  'newcomers-school-duty',
  'newcomers-first-german-support',
  'but-benefits',
  'absence-and-leave',
  'school-start-registration',
];

/** Compiled content made ready to be walked and spoken. Read-only, shared by all turns. */
export interface Guide {
  readonly content: Content;
  readonly texts: Texts;
  /** Where "leave quickly" leads; the page's script goes there even with the server gone. */
  readonly leaveUrl: string;
  /** Languages offered, in the order of the first release. */
  readonly locales: readonly LocaleInfo[];
  /** The flows complete in a language, at a place with its pack laid over them; buttons that would lead to another flow are left out. */
  flows(locale: string, municipality?: string): Flows;
  /** A flow as it is at a place, in whatever language. */
  flow(name: string, municipality?: string): Flow | undefined;
}

const ORDER = ['de', 'ar', 'tr', 'uk', 'ro', 'bg', 'ru', 'fa', 'ku', 'en', 'pl', 'sq', 'sr', 'fr'];

export interface GuideOptions {
  /** Whether languages whose texts no native speaker has reviewed are offered (an operator's setting). */
  readonly offerDrafts: boolean;
  /** Values every text may use, such as `operator`. */
  readonly general?: SlotValues;
  readonly leaveUrl?: string;
}

/** Makes compiled content ready to be walked and spoken. */
export function createGuide(content: Content, { offerDrafts, general, leaveUrl = '/weg' }: GuideOptions): Guide {
  const texts = createTexts(content, general);
  const laidOver = new Map(
    Object.values(content.packs)
      .filter(({ flows, texts: own, off }) => [flows, own, off].some((layer) => Object.keys(layer).length > 0))
      .map((pack) => [pack.id, flowsWith(content, pack)]),
  );
  // Looked through with the first talk in a language: a start does not wait for all of them.
  const known = new Map<string, Flows>();
  const flowsIn = (locale: string, municipality: string): Flows => {
    const place = laidOver.has(municipality) ? municipality : '';
    const name = `${locale} ${place}`;
    const flows = known.get(name) ?? completeFlows(laidOver.get(place) ?? content.flows, texts, locale, place || undefined);
    known.set(name, flows);
    return flows;
  };
  const isWhole = (locale: string) =>
    NEEDED_FLOWS.every((name) => content.flows[name] && missingTexts(texts, locale, content.flows[name]).length === 0);
  const locales = Object.values(content.locales)
    .filter(({ locale, review }) => (offerDrafts || review === 'reviewed') && isWhole(locale))
    .sort((one, other) => ORDER.indexOf(one.locale) - ORDER.indexOf(other.locale));
  return {
    content,
    texts,
    leaveUrl,
    locales,
    flows: (locale, municipality = '') => (content.locales[locale] ? flowsIn(locale, municipality) : {}),
    flow: (name, municipality = '') => (laidOver.get(municipality) ?? content.flows)[name],
  };
}

/** The base's flows with a pack's own in their place, and without those it switches off. */
export function flowsWith(content: Content, { flows, off }: Pack): Flows {
  const kept = Object.entries({ ...content.flows, ...flows }).filter(([name]) => !off.includes(name));
  return Object.fromEntries(kept);
}

function completeFlows(flows: Flows, texts: Texts, locale: string, place?: string): Flows {
  const complete = Object.values(flows).filter((flow) => missingTexts(texts, locale, flow, place).length === 0);
  const names = new Set(complete.map(({ name }) => name));
  return Object.fromEntries(complete.map((flow) => [flow.name, withoutDeadButtons(flow, names)]));
}

/** Keys of texts and labels that a locale lacks for a flow. */
export function missingTexts(texts: Texts, locale: string, flow: Flow, place?: string): string[] {
  const wanted = [
    `${flow.name}.title`,
    ...Object.entries(flow.nodes).flatMap(([name, node]) => (speaks(node) ? [`${flow.name}.${name}`] : [])),
  ];
  // A topic offered by its title needs no label: where a language lacks the topic, its button is left out.
  const labels = Object.values(flow.nodes)
    .flatMap(choicesOf)
    .filter((choice) => !isTopicChoice(choice));
  const lacking = labels.filter(
    (choice) => !texts.has(locale, `${flow.name}.choices.${choice}`, place) && !texts.has(locale, `common.choices.${choice}`, place),
  );
  const lines = Object.values(flow.nodes).flatMap((node) => node.lines.map((line) => `${flow.name}.lines.${line}`));
  return [
    ...[...wanted, ...new Set(lines)].filter((key) => !texts.has(locale, key, place)),
    ...new Set(lacking.map((choice) => `${flow.name}.choices.${choice}`)),
  ];
}

/** Whether a node says a text of its own. */
export function speaks(node: FlowNode): boolean {
  return node.kind !== 'if' && node.kind !== 'call' && !(node.kind === 'end' && !node.speaks);
}

/** The buttons a node shows, by name. */
/** Whether a button opens a flow and carries its title: answers are named with `_`, flows with `-`. */
export function isTopicChoice(choice: string): boolean {
  return choice.includes('-');
}

export function choicesOf(node: FlowNode): string[] {
  if (node.kind === 'choices' || node.kind === 'consent') return Object.keys(node.choices);
  return node.kind === 'collect' && node.collect.optional ? ['skip'] : [];
}

/** Leaves out buttons to flows that are not offered, and to questions that would be left with no way on. */
function withoutDeadButtons(flow: Flow, offered: ReadonlySet<string>): Flow {
  const leads = ({ to }: Choice) => ('node' in to ? hasWay(flow, offered, to.node, []) : offered.has('call' in to ? to.call : to.go));
  const nodes = Object.entries(flow.nodes).map(([name, node]): [string, FlowNode] => {
    if (node.kind !== 'choices') return [name, node];
    return [name, { ...node, choices: Object.fromEntries(Object.entries(node.choices).filter(([, choice]) => leads(choice))) }];
  });
  return { ...flow, nodes: Object.fromEntries(nodes) };
}

/** A question has a way on when a button of it leads to an offered flow, other than back to the start of its own, or to a node that has one. */
function hasWay(flow: Flow, offered: ReadonlySet<string>, name: string, passed: readonly string[]): boolean {
  const node = flow.nodes[name];
  if (node?.kind !== 'choices' || node.offer) return true;
  if (passed.includes(name)) return false;
  return Object.values(node.choices).some(({ to }) => {
    if ('node' in to) return hasWay(flow, offered, to.node, [...passed, name]);
    const other = 'call' in to ? to.call : to.go;
    return other !== flow.name && offered.has(other);
  });
}
