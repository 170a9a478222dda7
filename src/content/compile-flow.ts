import type { RawFlow, RawNode } from './schema.js';
import type { Action, Choice, Flow, FlowNode, NodeExtras, NodeKind, Target } from './types.js';

/** Turns what an author wrote into the engine's shape; `findings` name what contradicts itself. */
export function compileFlow(raw: RawFlow, file: string, line: (path: readonly string[]) => number): { flow: Flow; findings: string[] } {
  const findings: string[] = [];
  const nodes: { [node: string]: FlowNode } = {};
  for (const [name, node] of Object.entries(raw.nodes)) {
    const at = line(['nodes', name]);
    const kind = kindOf(node);
    if (typeof kind === 'string') findings.push(`${file}:${at}: ${name}: ${kind}`);
    else nodes[name] = { ...kind, ...extrasOf(raw, node), line: at };
  }
  const { flow: name, topic, discreet, icon, start } = raw;
  return { flow: { name, file, topic, discreet, icon, start, nodes }, findings };
}

/** The node's kind, or what is wrong with it. */
function kindOf(node: RawNode): NodeKind | string {
  const given = (['choices', 'collect', 'do', 'if', 'call', 'end'] as const).filter((key) => node[key] !== undefined);
  if ((node.topics || node.offer) && !node.choices) return 'has topics or an offer but no choices';
  if (given.length > 1) return `is ${given.join(' and ')} at once, must be one kind`;
  if (node.slot && !node.choices) return 'has a slot but no choices';
  if (node.consent && !node.choices) return 'asks for consent but has no choices granted and refused';
  if (node.choices) return choicesKind(node, node.choices);
  const then = node.then === undefined ? undefined : parseTarget(node.then);
  if (node.end) return then ? 'ends and has a then' : { kind: 'end', speaks: !node.silent };
  if (node.if) {
    if (!then || !node.else) return 'has if but not both then and else';
    const conditions = Object.fromEntries(Object.entries(node.if).map(([slot, value]) => [slot, Array.isArray(value) ? value : [value]]));
    return { kind: 'if', conditions, then, else: parseTarget(node.else) };
  }
  if (!then) return 'has neither choices nor then nor end, so the talk would stop here';
  if (node.collect) return { kind: 'collect', collect: node.collect, then };
  if (node.do) return { kind: 'do', action: parseAction(node.do), then };
  if (node.call) return { kind: 'call', flow: node.call, then };
  return { kind: 'say', then };
}

function choicesKind(node: RawNode, raw: NonNullable<RawNode['choices']>): NodeKind | string {
  if (node.then) return 'has choices and a then';
  const topics = (node.topics ?? []).map((topic): [string, Choice] => [topic, { to: { go: topic } }]);
  const own = Object.entries(raw).map(([choice, { to, set }]): [string, Choice] => [
    choice,
    { to: parseTarget(to), ...(set ? { set } : {}) },
  ]);
  const choices = Object.fromEntries([...topics, ...own]);
  if (!node.consent) return { kind: 'choices', choices, slot: node.slot, offer: node.offer };
  if (Object.keys(choices).sort().join() !== 'granted,refused') return 'asks for consent, so its choices must be granted and refused';
  return { kind: 'consent', purpose: node.consent, choices };
}

function parseTarget(text: string): Target {
  if (text.startsWith('call:')) return { call: text.slice('call:'.length) };
  if (text.startsWith('go:')) return { go: text.slice('go:'.length) };
  return { node: text };
}

function parseAction(raw: NonNullable<RawNode['do']>): Action {
  if ('save_contact' in raw) return { kind: 'save_contact', consent: raw.save_contact.consent };
  if ('leave_message' in raw) return { kind: 'leave_message', consent: raw.leave_message.consent };
  if ('hand_over' in raw) return { kind: 'hand_over' };
  if ('cancel_request' in raw) return { kind: 'cancel_request' };
  if ('add_child' in raw) return { kind: 'add_child' };
  if ('switch_child' in raw) return { kind: 'switch_child' };
  return { kind: 'erase' };
}

function extrasOf(flow: RawFlow, node: RawNode): NodeExtras {
  const { terms, dates, helps, numbers, lines, until, step } = node;
  const facts = node.facts.map((fact) => (fact.includes('/') || !flow.sheet ? fact : `${flow.sheet}/${fact}`));
  const sourced = facts.length > 0;
  return {
    facts,
    terms,
    dates,
    helps,
    numbers,
    lines,
    page: node.page ?? (sourced ? flow.page : undefined),
    checked: node.checked ?? (sourced ? flow.checked : undefined),
    until,
    icon: node.icon,
    step,
    private: node.private,
    desk: node.desk,
  };
}
