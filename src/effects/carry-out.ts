import { createHash } from 'node:crypto';
import type { Channel } from '../channels/channel.js';
import type { ContactStore } from '../contacts/contacts.js';
import type { ReceiptStore } from '../contacts/receipts.js';
import type { Effect } from '../engine/types.js';
import type { Feed } from '../feed/feed.js';
import { QUEUE, type RequestStore } from '../handover/requests.js';
import type { ConversationStore, Owed } from '../store/conversations.js';
import type { Body, MessageStore, StoredMessage } from '../store/messages.js';
import type { Address } from '../turn/activity.js';
import { type Presenting, present, textHash } from './present.js';

export interface CarryOutDependencies extends Presenting {
  readonly conversations: ConversationStore;
  readonly messages: MessageStore;
  readonly requests: RequestStore;
  readonly contacts: ContactStore;
  readonly receipts: ReceiptStore;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly feed: Feed;
  /** Name of the body that answers for the data; stands in every receipt. */
  readonly controller: string;
}

export type CarryOut = (conversationId: string, address: Address, owed: readonly Owed[]) => Promise<void>;

/**
 * Carries out what a turn owes: the log first, then the rest in order, then all of it is marked as done. Every part is harmless when it is
 * done again, so after a crash `sweep` simply calls this once more.
 */
export function createCarryOut(dependencies: CarryOutDependencies): CarryOut {
  const { conversations, messages, channels, feed, guide } = dependencies;
  return async function carryOut(conversationId, address, owed) {
    if (owed.length === 0) return;
    const logged = owed.flatMap((owe) => {
      const body = bodyOf(dependencies, owe.effect);
      return body && owe.seq !== undefined ? [{ conversationId, seq: owe.seq, at: owe.at, body }] : [];
    });
    await Promise.all(logged.map((message) => messages.append(message)));
    const channel = channels.get(address.channel);
    for (const message of channel?.deliver ? logged : []) await deliver(dependencies, channel, address, message);
    for (const { id, at, effect } of owed) await carryOutOne(dependencies, conversationId, id, at, effect);
    await conversations.settle(
      conversationId,
      owed.map(({ id }) => id),
    );
    if (logged.length > 0) feed.changed(conversationId);
    if (owed.some(({ effect }) => effect.kind === 'request')) feed.changed(QUEUE);
  };

  async function deliver(presenting: Presenting, channel: Channel | undefined, address: Address, message: StoredMessage): Promise<void> {
    const locale = message.body.kind === 'said' ? message.body.locale : 'de';
    if (message.body.kind === 'said' && message.body.sender === 'parent') return;
    if (message.body.kind === 'written' && message.body.from === 'parent') return;
    await channel?.deliver?.(
      address,
      `${message.conversationId}:${message.seq}`,
      present(presenting, message, guide.texts.locale(locale).locale),
    );
  }
}

async function carryOutOne(
  dependencies: CarryOutDependencies,
  conversationId: string,
  id: string,
  at: number,
  effect: Effect,
): Promise<void> {
  const { guide, requests, contacts, receipts, receiptCode, controller } = dependencies;
  switch (effect.kind) {
    case 'say':
    case 'relay':
      return;
    case 'request':
      return requests.apply(conversationId, effect, at);
    case 'keep_consent': {
      const { purpose, answer, textKey, locale } = effect;
      const wordingHash = createHash('sha256').update(guide.texts.wording(locale, textKey)).digest('hex');
      return receipts.keep({
        id: `${conversationId}:${id}`,
        conversationId,
        purpose,
        answer,
        textKey,
        wordingHash,
        textVersion: guide.content.version,
        locale,
        at,
        controller,
      });
    }
    case 'save_contact': {
      const { purpose, contact, locale, municipality } = effect;
      const code = receiptCode(conversationId, id.split('-')[0] ?? '');
      return contacts.save(`${conversationId}:${id}`, { conversationId, purpose, locale, municipality, fields: contact }, code);
    }
    case 'erase': {
      for (const contact of await contacts.ofConversation(conversationId)) await contacts.erase(contact.id);
      return;
    }
  }
}

/** What stands in the log for an effect; nothing for effects that say nothing. */
export function bodyOf({ guide }: Pick<Presenting, 'guide'>, effect: Effect): Body | undefined {
  if (effect.kind === 'relay')
    return {
      kind: 'written',
      from: effect.from,
      text: effect.text,
      name: effect.name,
      moderatorId: effect.moderatorId,
      clientId: effect.clientId,
    };
  if (effect.kind !== 'say') return undefined;
  const { sender, textKey, values, locale, at, prompt, private: isPrivate, clientId } = effect;
  return {
    kind: 'said',
    sender,
    textKey,
    values,
    locale,
    textHash: textHash(guide.texts.wording(locale, textKey)),
    at,
    prompt,
    private: isPrivate,
    clientId,
  };
}
