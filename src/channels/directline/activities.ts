import { z } from 'zod';
import type { Guide } from '../../content/guide.js';
import type { Message } from '../../effects/present.js';
import type { Command } from '../../engine/types.js';
import type { Done } from '../../turn/activity.js';
import { renderLabel, renderMarkdown } from '../plain-text/render.js';

const BOT = { id: 'elternbruecke', name: 'Elternbrücke', role: 'bot' } as const;
const TEXT_LIMIT = 4000;

/** Ways that are always there: behind the open question's own buttons. */
const ALWAYS: readonly { readonly command: Command; readonly label: string }[] = [
  { command: 'back', label: 'common.ui.back' },
  { command: 'ask_moderator', label: 'common.ui.talk_to_person' },
  { command: 'help_now', label: 'common.ui.help_now' },
];

const short = z.string().max(200);

/** What a button of ours sends as its `value`. */
const pressed = z.union([
  z.object({ choice: short, promptId: short }).transform(({ choice, promptId }): Done => ({ kind: 'choice', choice, promptId })),
  z
    .object({ command: z.enum(['back', 'restart', 'menu', 'ask_moderator', 'help_now', 'my_data']) })
    .transform(({ command }): Done => ({ kind: 'command', command })),
  z.object({ locale: short }).transform(({ locale }): Done => ({ kind: 'locale', locale })),
  z.object({ topic: short }).transform(({ topic }): Done => ({ kind: 'topic', topic })),
]);

/** An activity as clients send it; fields of the protocol that mean nothing here are dropped. */
export const incomingActivity = z.object({
  type: z.string().min(1).max(100),
  text: z.string().max(TEXT_LIMIT).nullish(),
  value: z.unknown().optional(),
  channelData: z.object({ clientActivityID: short.optional() }).nullish().catch(undefined),
});
export type IncomingActivity = z.infer<typeof incomingActivity>;

/** What the parent did; `undefined` for activities that say nothing to the guide (typing, join events). */
export function doneOf({ type, text, value }: Pick<IncomingActivity, 'type' | 'text' | 'value'>): Done | undefined {
  if (type !== 'message') return undefined;
  const button = pressed.safeParse(value);
  if (button.success) return button.data;
  return { kind: 'text', text: text ?? '' };
}

export interface ActivityContext {
  readonly guide: Guide;
  readonly conversationId: string;
  readonly user: string;
  readonly serviceUrl: string;
}

/** A message of the log as a Direct Line activity. The parent's own carries the id under which her client waits for it. */
export function toActivity({ guide, conversationId, user, serviceUrl }: ActivityContext, message: Message) {
  const { seq, sender, clientId, at, locale } = message;
  const own = sender === 'parent';
  const person = sender === 'person';
  const parent = { id: user, role: 'user' } as const;
  return {
    type: 'message',
    id: activityId(conversationId, clientId ?? String(seq).padStart(7, '0')),
    timestamp: new Date(at).toISOString(),
    channelId: 'directline',
    serviceUrl,
    conversation: { id: conversationId },
    from: own ? parent : person ? { ...BOT, id: 'person', name: message.name ?? '' } : BOT,
    recipient: own ? BOT : parent,
    locale,
    ...(own || person
      ? { text: own && message.textKey ? renderLabel(message.text, message.dir) : message.text, textFormat: 'plain' }
      : { text: renderMarkdown(guide, message), textFormat: 'markdown' }),
    ...(message.prompt ? { inputHint: 'expectingInput', suggestedActions: { actions: actionsOf(guide, message), to: [user] } } : {}),
    channelData: { ...describe(message), 'webchat:sequence-id': seq, ...(clientId ? { clientActivityID: clientId } : {}) },
  };
}

export function activityId(conversationId: string, id: string): string {
  return `${conversationId}|${id}`;
}

/** What was said, without its words, so that any client and any test can tell (product.md, Surfaces). */
function describe({ textKey, place, topic, sender, dir, choices }: Message) {
  return {
    textKey,
    flow: place?.flow,
    node: place?.node,
    topic,
    sender: sender === 'person' || sender === 'parent' ? sender : 'bot',
    dir,
    choices: choices.map(({ choice, promptId, label }) => ({ choice, promptId, label: renderLabel(label, dir) })),
  };
}

/** Buttons: the open question's, then the ways that are always there; on the first question the other languages instead of "back". */
function actionsOf({ texts, locales }: Guide, { choices, locale, prompt, dir }: Message) {
  const first = prompt?.promptId === '1';
  const labelled = [
    ...choices.map(({ choice, promptId, label }) => ({ label, value: { choice, promptId } })),
    ...(first
      ? locales.filter((other) => other.locale !== locale).map(({ locale: other, name }) => ({ label: name, value: { locale: other } }))
      : []),
    ...ALWAYS.filter(({ command }) => !first || command !== 'back').map(({ command, label }) => ({
      label: texts.text(locale, label),
      value: { command },
    })),
  ];
  return labelled.map(({ label, value }) => {
    const title = renderLabel(label, dir);
    return { type: 'messageBack', title, text: title, displayText: title, value };
  });
}
