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

/** How long a message that could not leave is tried again before it counts as failed. */
const GIVE_UP_MS = 3_600_000;

/**
 * Carries out what a turn owes: the log first, then the rest in order, then what a channel must send. All but sending is harmless when it is done
 * again, so after a crash `sweep` simply calls this once more; sending is noted before it begins and never repeated blindly.
 */
export function createCarryOut(dependencies: CarryOutDependencies): CarryOut {
  const { conversations, messages, channels, feed } = dependencies;
  return async function carryOut(conversationId, address, owed) {
    if (owed.length === 0) return;
    const logged = owed.flatMap((owe) => {
      const body = bodyOf(dependencies, owe.effect);
      return body && owe.seq !== undefined ? [{ owe, message: { conversationId, seq: owe.seq, at: owe.at, body } }] : [];
    });
    await Promise.all(logged.map(({ message }) => messages.append(message)));
    for (const { id, at, effect } of owed) await carryOutOne(dependencies, conversationId, id, at, effect);
    const channel = channels.get(address.channel);
    const toSend = channel?.deliver ? logged.filter(({ owe, message }) => !owe.inReply && !isOwn(message.body)) : [];
    const later = new Set(toSend.map(({ owe }) => owe.id));
    const done = owed.filter(({ id }) => !later.has(id));
    await conversations.settle(
      conversationId,
      done.map(({ id }) => id),
    );
    if (logged.length > 0) feed.changed(conversationId);
    if (owed.some(({ effect }) => effect.kind === 'request')) feed.changed(QUEUE);
    for (const { owe, message } of toSend) {
      // What follows a message that cannot leave now waits for it: the order stays.
      if (!(await send(dependencies, channel, address, owe, message))) return;
    }
  };
}

/** Sends one message and settles it; `false` when it could not leave and stays owed. */
async function send(
  dependencies: CarryOutDependencies,
  channel: Channel | undefined,
  address: Address,
  owe: Owed,
  message: StoredMessage,
): Promise<boolean> {
  const { conversations, messages, guide, now, feed } = dependencies;
  const { conversationId, seq, body } = message;
  const locale = body.kind === 'said' ? body.locale : (address.locale ?? 'de');
  const mayRepeat = body.kind === 'said' && isHelpCard(guide, body.at?.flow);
  const attempt = async () => {
    await conversations.trying(conversationId, owe.id);
    return channel?.deliver?.(address, `${conversationId}:${seq}`, present(dependencies, message, guide.texts.locale(locale).locale));
  };
  const result = owe.tried && !mayRepeat ? 'unknown' : await attempt();
  if (result === 'later' && now() - owe.at < GIVE_UP_MS) {
    await conversations.notTried(conversationId, owe.id);
    return false;
  }
  if (result !== 'sent') {
    await messages.markDelivery(conversationId, seq, result === 'unknown' ? 'unknown' : 'failed');
    feed.changed(conversationId);
  }
  await conversations.settle(conversationId, [owe.id]);
  return true;
}

/** What the parent herself did needs no sending. */
function isOwn(body: Body): boolean {
  return body.kind === 'said' ? body.sender === 'parent' : body.from === 'parent';
}

/** A help card reaches a parent rather twice than not at all. */
function isHelpCard({ content }: Presenting['guide'], flow: string | undefined): boolean {
  return flow !== undefined && Object.values(content.crisis).some((phrases) => flow in phrases);
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
