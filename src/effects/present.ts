import { berlinDay } from '../content/format.js';
import type { Guide } from '../content/guide.js';
import type { FlowNode, SlotValues } from '../content/types.js';
import type { Place, Prompt } from '../engine/types.js';
import type { StoredMessage } from '../store/messages.js';

/** A button with its words. */
export interface Button {
  readonly choice: string;
  readonly promptId: string;
  readonly label: string;
}

/** What a person reads, in words of one language. */
export interface Message {
  readonly seq: number;
  readonly at: number;
  readonly sender: 'bot' | 'parent' | 'note' | 'person';
  /** Who wrote, for `person`. */
  readonly name?: string;
  /** The id under which the parent's own client knows what she did. */
  readonly clientId?: string;
  readonly textKey?: string;
  readonly locale: string;
  readonly dir: 'ltr' | 'rtl';
  readonly text: string;
  readonly choices: readonly Button[];
  readonly prompt?: Prompt;
  readonly place?: Place;
  /** The node's extras: terms, sources, numbers. */
  readonly node?: FlowNode;
  readonly topic?: string;
  /** The place it was said for. */
  readonly municipality?: string;
  /** For the desk: it is not sure that this message arrived, or sure that it did not. */
  readonly delivery?: 'unknown' | 'failed';
  /** The words have changed since they were shown. */
  readonly changed?: boolean;
  /** The node's facts are past their end date. */
  readonly outdated?: boolean;
}

export interface Presenting {
  readonly guide: Guide;
  /** The receipt code for what a turn kept, e.g. `1234 5678 9012 3456`. */
  readonly receiptCode: (conversationId: string, turn: string) => string;
  readonly now: () => number;
}

/** Puts a stored message into words of a language, with the words and facts of the place it was said for; a person's own words stay as they were written. */
export function present({ guide, receiptCode, now }: Presenting, stored: StoredMessage, locale: string): Message {
  const { body, seq, at, conversationId, delivery } = stored;
  const { texts } = guide;
  const base = { seq, at, locale, dir: texts.locale(locale).dir, clientId: body.clientId, delivery };
  if (body.kind === 'written') {
    return { ...base, sender: body.from === 'parent' ? 'parent' : 'person', name: body.name, text: body.text, choices: [] };
  }
  const values = withCodes(body.values, (turn) => receiptCode(conversationId, turn));
  const { municipality } = body;
  const text = texts.text(locale, body.textKey, values, municipality);
  const flow = body.at && guide.flow(body.at.flow, municipality);
  const isNode = body.at && body.textKey === `${body.at.flow}.${body.at.node}`;
  const node = isNode ? flow?.nodes[body.at?.node ?? ''] : undefined;
  return {
    ...base,
    sender: body.sender,
    textKey: body.textKey,
    text,
    place: body.at,
    municipality,
    prompt: body.prompt,
    node,
    topic: flow?.discreet ? undefined : flow?.topic,
    choices: body.prompt && body.at ? buttons(guide, locale, body.at.flow, body.prompt, municipality) : [],
    changed: locale === body.locale && texts.wordingHash(locale, body.textKey, municipality) !== body.textHash,
    outdated: node ? isOutdated(guide, node, berlinDay(new Date(now()))) : false,
  };
}

/** The open question's buttons in words. */
function buttons(
  { texts }: Guide,
  locale: string,
  flow: string,
  { choices, promptId }: Prompt,
  municipality: string | undefined,
): Button[] {
  return choices.map((choice) => ({ choice, promptId, label: texts.label(locale, flow, choice, municipality) }));
}

/** A fact whose end date, or one of whose dates, lies before today. */
function isOutdated({ content }: Guide, node: FlowNode, today: string): boolean {
  return (node.until !== undefined && node.until < today) || node.dates.some((id) => (content.dates[id]?.to ?? today) < today);
}

function withCodes(values: SlotValues, code: (turn: string) => string): SlotValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value.startsWith('@receipt:') ? code(value.slice('@receipt:'.length)) : value]),
  );
}
