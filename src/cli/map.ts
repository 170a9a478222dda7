import { targetsOf } from '../content/check-flows.js';
import type { Content, FlowNode } from '../content/types.js';
import { ContentError } from '../errors.js';

/** A flow as a Mermaid picture: questions as rhombs, other flows as double boxes. */
export function mapFlow({ flows }: Content, name: string): string {
  const flow = flows[name];
  if (!flow) throw new ContentError([`There is no flow ${name || '(none given)'}. Flows: ${Object.keys(flows).join(', ')}`]);
  const lines = Object.entries(flow.nodes).flatMap(([node, content]) => [`  ${node}${shape(node, content)}`, ...arrows(node, content)]);
  return ['flowchart TD', ...lines].join('\n');
}

function shape(name: string, { kind }: FlowNode): string {
  if (kind === 'choices' || kind === 'consent' || kind === 'collect') return `{"${name}"}`;
  return kind === 'if' ? `{{"${name}"}}` : `["${name}"]`;
}

function arrows(name: string, node: FlowNode): string[] {
  const labels = node.kind === 'choices' || node.kind === 'consent' ? Object.keys(node.choices) : node.kind === 'if' ? ['yes', 'no'] : [];
  return targetsOf(node).map((target, index) => {
    const to =
      'node' in target
        ? target.node
        : `flow_${'call' in target ? target.call : target.go}[["${'call' in target ? target.call : target.go}"]]`;
    const label = labels[index];
    return `  ${name} -->${label ? `|${label}|` : ''} ${to}`;
  });
}
