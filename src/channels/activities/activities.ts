import { z } from 'zod';
import type { Guide } from '../../content/guide.js';
import type { Message } from '../../effects/present.js';
import type { Command } from '../../engine/types.js';
import type { Done } from '../../turn/activity.js';
import { renderLabel, renderMarkdown } from '../plain-text/render.js';

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

/** The words of a message: a person's own stay plain, the guide's may carry marks and links. */
export function wordsOf(guide: Guide, message: Message): { text: string; textFormat: 'plain' | 'markdown' } {
  const { sender, textKey, text, dir } = message;
  if (sender === 'person') return { text, textFormat: 'plain' };
  if (sender === 'parent') return { text: textKey ? renderLabel(text, dir) : text, textFormat: 'plain' };
  return { text: renderMarkdown(guide, message), textFormat: 'markdown' };
}

/** What was said, without its words, so that any client and any test can tell (product.md, Surfaces). */
export function describe({ textKey, place, topic, sender, dir, choices }: Message) {
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
export function actionsOf({ texts, locales }: Guide, { choices, locale, prompt, dir }: Message) {
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
