import type { Guide } from '../../content/guide.js';
import type { Message } from '../../effects/present.js';
import { actionsOf, describe, wordsOf } from '../activities/activities.js';

const BOT = { id: 'elternbruecke', name: 'Elternbrücke', role: 'bot' } as const;

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
  const parent = { id: user, role: 'user' } as const;
  return {
    type: 'message',
    id: activityId(conversationId, clientId ?? String(seq).padStart(7, '0')),
    timestamp: new Date(at).toISOString(),
    channelId: 'directline',
    serviceUrl,
    conversation: { id: conversationId },
    from: own ? parent : sender === 'person' ? { ...BOT, id: 'person', name: message.name ?? '' } : BOT,
    recipient: own ? BOT : parent,
    locale,
    ...wordsOf(guide, message),
    ...(message.prompt ? { inputHint: 'expectingInput', suggestedActions: { actions: actionsOf(guide, message), to: [user] } } : {}),
    channelData: { ...describe(message), 'webchat:sequence-id': seq, ...(clientId ? { clientActivityID: clientId } : {}) },
  };
}

export function activityId(conversationId: string, id: string): string {
  return `${conversationId}|${id}`;
}
