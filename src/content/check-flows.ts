import { error, type Finding, type Layer, place } from './finding.js';
import { choicesOf, NEEDED_FLOWS, speaks } from './guide.js';
import type { Content, Flow, FlowNode, Flows, Pack, Target } from './types.js';

const MAX_BUBBLES_BEFORE_QUESTION = 3;
const MAX_CHOICES = 5;

/** Checks the layer's own flows: where their ways lead, what they name, and that no contact is kept without the consent for it. */
export function checkFlows(content: Content, { flows, all }: Layer): Finding[] {
  return [
    ...Object.values(flows).flatMap((flow) => [...checkShape(all, flow), ...checkNames(content, flow), ...checkWays(flow)]),
    ...checkConsents(flows),
  ];
}

/** What a pack switches off must exist, be dispensable, and be left by buttons only: those are left out with it. */
export function checkSwitchedOff({ flows }: Content, { id, off }: Pack, all: Flows): Finding[] {
  const where = `packs/${id}/pack.yaml: off`;
  const named = off.flatMap((flow) => {
    if (!flows[flow]) return [error('unknown_name', where, `names ${flow}, which is no flow of the base`)];
    return NEEDED_FLOWS.includes(flow) ? [error('unknown_name', where, `${flow} is needed everywhere and cannot be switched off`)] : [];
  });
  const stranded = Object.values(all).flatMap((flow) =>
    Object.entries(flow.nodes).flatMap(([name, node]) =>
      node.kind === 'choices'
        ? []
        : targetsOf(node).flatMap((target) => {
            const other = flowOf(target);
            return other !== undefined && off.includes(other)
              ? [error('unknown_target', place(flow, name), `leads to the flow ${other}, which packs/${id} switches off`)]
              : [];
          }),
    ),
  );
  return [...named, ...stranded];
}

export function targetsOf(node: FlowNode): Target[] {
  switch (node.kind) {
    case 'choices':
    case 'consent':
      return Object.values(node.choices).map(({ to }) => to);
    case 'if':
      return [node.then, node.else];
    case 'call':
      return [{ call: node.flow }, node.then];
    case 'end':
      return [];
    case 'say':
      return node.then ? [node.then] : [];
    case 'collect':
    case 'do':
      return [node.then];
  }
}

function flowOf(target: Target): string | undefined {
  return 'call' in target ? target.call : 'go' in target ? target.go : undefined;
}

function checkShape(all: Flows, flow: Flow): Finding[] {
  const findings: Finding[] = [];
  const reached = new Set<string>();
  const visit = (name: string) => {
    if (reached.has(name)) return;
    reached.add(name);
    for (const target of flow.nodes[name] ? targetsOf(flow.nodes[name]) : []) if ('node' in target) visit(target.node);
  };
  if (flow.nodes[flow.start]) visit(flow.start);
  else findings.push(error('unknown_target', `${flow.file}:1: start`, `there is no node ${flow.start}`));
  for (const [name, node] of Object.entries(flow.nodes)) {
    for (const target of targetsOf(node)) {
      if ('node' in target && !flow.nodes[target.node])
        findings.push(error('unknown_target', place(flow, name), `leads to ${target.node}, which does not exist`));
      const other = flowOf(target);
      if (other !== undefined && !all[other])
        findings.push(error('unknown_target', place(flow, name), `leads to the flow ${other}, which does not exist`));
    }
    if (!reached.has(name)) findings.push(error('unreachable_node', place(flow, name), 'no way leads here'));
    if (choicesOf(node).length > MAX_CHOICES)
      findings.push(error('too_many_choices', place(flow, name), `has ${choicesOf(node).length} buttons, at most ${MAX_CHOICES}`));
  }
  return findings;
}

/** Every way comes to a question or an end, after at most three bubbles of this flow. */
function checkWays(flow: Flow): Finding[] {
  const findings: Finding[] = [];
  for (const start of Object.keys(flow.nodes)) {
    const walk = (name: string, bubbles: number, path: readonly string[]): void => {
      const node = flow.nodes[name];
      if (!node) return;
      if (path.includes(name)) {
        findings.push(error('no_end', place(flow, start), `goes round without a question: ${[...path, name].join(' → ')}`));
        return;
      }
      const said = bubbles + (speaks(node) ? 1 : 0);
      if (said > MAX_BUBBLES_BEFORE_QUESTION) {
        findings.push(
          error('too_many_bubbles', place(flow, start), `says ${said} bubbles before a question: ${[...path, name].join(' → ')}`),
        );
        return;
      }
      if (node.kind === 'choices' || node.kind === 'consent' || node.kind === 'collect' || node.kind === 'end') return;
      for (const target of targetsOf(node)) if ('node' in target) walk(target.node, said, [...path, name]);
    };
    if (flow.nodes[start]?.kind !== 'if') walk(start, 0, []);
  }
  if (!canEnd(flow)) findings.push(error('no_end', `${flow.file}:1`, 'no way of this flow leads to an end or to another flow'));
  return findings;
}

function canEnd(flow: Flow): boolean {
  return Object.values(flow.nodes).some((node) => node.kind === 'end' || targetsOf(node).some((target) => 'go' in target));
}

function checkNames(content: Content, flow: Flow): Finding[] {
  const common = content.texts.de?.common;
  const helpers = typeof common === 'object' && typeof common.helpers === 'object' ? common.helpers : {};
  const known: [keyof FlowNode & ('terms' | 'dates' | 'numbers' | 'helps'), object][] = [
    ['terms', content.terms],
    ['dates', content.dates],
    ['numbers', content.numbers],
    ['helps', helpers],
  ];
  return Object.entries(flow.nodes).flatMap(([name, node]) => {
    const unknown = known.flatMap(([kind, table]) =>
      node[kind].filter((id) => !Object.hasOwn(table, id)).map((id) => `${kind} names ${id}, which is not in the data`),
    );
    if (node.page && !content.pages[node.page]) unknown.push(`page names ${node.page}, which is not on the list of official pages`);
    return unknown.map((problem) => error('unknown_name', place(flow, name), problem));
  });
}

/** No way of any flow leads to keeping a contact without passing the consent for it: looked for by walking all flows with the consents gathered so far. */
function checkConsents(flows: Flows): Finding[] {
  const findings = new Map<string, Finding>();
  for (const flow of Object.values(flows)) {
    const seen = new Set<string>();
    const walk = (name: string, granted: ReadonlySet<string>): void => {
      const node = flow.nodes[name];
      const key = `${name}|${[...granted].sort().join()}`;
      if (!node || seen.has(key)) return;
      seen.add(key);
      if (node.kind === 'do' && 'consent' in node.action && !granted.has(node.action.consent)) {
        findings.set(
          place(flow, name),
          error(
            'contact_without_consent',
            place(flow, name),
            `${node.action.kind} can be reached without the consent ${node.action.consent}`,
          ),
        );
      }
      if (node.kind === 'consent') {
        for (const [choice, { to }] of Object.entries(node.choices)) {
          if ('node' in to) walk(to.node, choice === 'granted' ? new Set([...granted, node.purpose]) : granted);
        }
        return;
      }
      for (const target of targetsOf(node)) if ('node' in target) walk(target.node, granted);
    };
    walk(flow.start, new Set());
  }
  return [...findings.values()];
}
