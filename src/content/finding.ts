import type { Flow, Flows, TextTree } from './types.js';

/** What the content check found. An `error` keeps the content from being built; a `warning` is for authors to look at. */
export interface Finding {
  readonly level: 'error' | 'warning';
  /** One of a closed list, so that a test can break a copy on purpose for each. */
  readonly rule: Rule;
  readonly where: string;
  readonly problem: string;
}

export type Rule =
  | 'unknown_target'
  | 'unreachable_node'
  | 'no_end'
  | 'too_many_bubbles'
  | 'too_many_choices'
  | 'missing_key'
  | 'extra_key'
  | 'placeholders_differ'
  | 'same_label'
  | 'expired_fact'
  | 'unknown_name'
  | 'unknown_value'
  | 'unexplained_term'
  | 'too_long'
  | 'contact_without_consent'
  | 'link_not_allowed'
  | 'unknown_fact'
  | 'uncovered_topic'
  | 'kaoa_unanswered'
  | 'same_question'
  | 'no_next_step'
  | 'hard_to_read'
  | 'advice_word'
  | 'outdated_translation'
  | 'outdated_copy'
  | 'outdated_review';

/** What is checked in one go: the base, or a pack with what it lays over the base. */
export interface Layer {
  /** Stands before `dialogs/` and `locales/` in what is reported. */
  readonly folder: string;
  /** The pack's municipality; absent for the base. */
  readonly place?: string;
  /** The layer's own flows and texts. */
  readonly flows: Flows;
  readonly texts: { readonly [locale: string]: TextTree };
  /** All flows as they are walked with this layer. */
  readonly all: Flows;
}

export const error = (rule: Rule, where: string, problem: string): Finding => ({ level: 'error', rule, where, problem });

/** Where a node stands, as an author finds it. */
export function place(flow: Flow, node: string): string {
  return `${flow.file}:${flow.nodes[node]?.line ?? 1}: ${node}`;
}
