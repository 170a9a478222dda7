import { z } from 'zod';
import type { Guide } from '../../content/guide.js';
import type { Message } from '../../effects/present.js';
import type { Address } from '../../turn/activity.js';
import { actionsOf, describe, incomingActivity, wordsOf } from '../activities/activities.js';

export const CHANNEL = 'bot-framework';
const short = z.string().min(1).max(500);
const account = z.object({ id: short });

/** An activity as a channel posts it; what is not needed is dropped, names above all. */
export const postedActivity = incomingActivity.extend({
  id: short.optional(),
  channelId: z.string().min(1).max(100),
  serviceUrl: z.url().max(500),
  conversation: account.extend({
    isGroup: z.boolean().nullish(),
    conversationType: z.string().max(40).nullish(),
    tenantId: short.nullish(),
  }),
  from: account,
  recipient: account,
  locale: z.string().max(64).nullish().catch(undefined),
  deliveryMode: z.string().max(40).nullish(),
  membersAdded: z.array(account).max(100).nullish(),
});
export type PostedActivity = z.infer<typeof postedActivity>;

/** The least that is needed to answer later: where, to whom, as whom. */
const reference = z.strictObject({
  channelId: z.string(),
  serviceUrl: z.string(),
  conversation: z.strictObject({ id: z.string(), tenantId: z.string().optional() }),
  bot: z.strictObject({ id: z.string() }),
  user: z.strictObject({ id: z.string() }),
});
export type Reference = z.infer<typeof reference>;

export function addressOf({ channelId, serviceUrl, conversation, from, recipient, locale }: PostedActivity): Address {
  const kept: Reference = {
    channelId,
    serviceUrl,
    conversation: { id: conversation.id, ...(conversation.tenantId ? { tenantId: conversation.tenantId } : {}) },
    bot: { id: recipient.id },
    user: { id: from.id },
  };
  return { channel: CHANNEL, reference: JSON.stringify(kept), ...(locale ? { locale } : {}) };
}

export function referenceOf(address: Address): Reference {
  return reference.parse(JSON.parse(address.reference ?? '{}'));
}

/** A message as the channel gets it. Teams shows buttons only on a card, the others as suggested actions. */
export function toReply(guide: Guide, channelId: string, message: Message) {
  const { locale, prompt } = message;
  const actions = prompt ? actionsOf(guide, message) : [];
  const buttons =
    channelId === 'msteams'
      ? { attachments: [{ contentType: 'application/vnd.microsoft.card.hero', content: { buttons: actions } }] }
      : { suggestedActions: { actions, to: [] } };
  return {
    type: 'message',
    locale,
    ...wordsOf(guide, message),
    ...(prompt ? { inputHint: 'expectingInput', ...buttons } : {}),
    channelData: describe(message),
  };
}
