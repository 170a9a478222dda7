import { createHash } from 'node:crypto';
import type { Channel } from '../channels/channel.js';
import type { ContactStore } from '../contacts/contacts.js';
import type { ReceiptStore } from '../contacts/receipts.js';
import { HELP_CARDS } from '../content/guide.js';
import type { Effect } from '../engine/types.js';
import type { Feed } from '../feed/feed.js';
import { QUEUE, type RequestStore } from '../handover/requests.js';
import type { ConversationStore, Owed } from '../store/conversations.js';
import type { Body, MessageStore, StoredMessage } from '../store/messages.js';
import type { Address } from '../turn/activity.js';
import { type Presenting, present } from './present.js';
import type { WriteLog } from './write-log.js';

export interface CarryOutDependencies extends Presenting {
  readonly conversations: ConversationStore;
  readonly messages: MessageStore;
  readonly writeLog: WriteLog;
  readonly requests: RequestStore;
  readonly contacts: ContactStore;
  readonly receipts: ReceiptStore;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly feed: Feed;
  /** Name of the body that answers for the data; stands in every receipt. */
  readonly controller: string;
}

/** What a turn owes, in two parts: what readers and moderators see, and what comes after it. */
export interface CarryOut {
  /** Everything but sending; harmless when done again. Resolves with what was said, when it can be read. */
  show(conversationId: string, owed: readonly Owed[], logged?: Promise<readonly StoredMessage[]>): Promise<readonly StoredMessage[]>;
  /** Sends what a channel must send and settles. Sending is noted before it begins and never repeated blindly. `whole` as for `settle`. */
  finish(conversationId: string, address: Address, owed: readonly Owed[], said: readonly StoredMessage[], whole?: number): Promise<void>;
}

/** How long a message that could not leave is tried again before it counts as failed. */
const GIVE_UP_MS = 3_600_000;

/** Carries out what a turn owes: the log first, then the rest in order, then what a channel must send. After a crash `sweep` simply does it once more. */
export function createCarryOut(dependencies: CarryOutDependencies): CarryOut {
  const { conversations, channels, feed, writeLog } = dependencies;
  return {
    async show(conversationId, owed, logged) {
      const said = await (logged ?? writeLog(conversationId, owed));
      for (const { id, at, effect } of owed) await carryOutOne(dependencies, conversationId, id, at, effect);
      if (said.length > 0) feed.changed(conversationId);
      if (owed.some(({ effect }) => effect.kind === 'request')) feed.changed(QUEUE);
      return said;
    },
    async finish(conversationId, address, owed, said, whole) {
      if (owed.length === 0) return;
      const channel = channels.get(address.channel);
      const toSend = channel?.deliver ? owed.flatMap((owe) => outgoing(owe, said)) : [];
      const later = new Set(toSend.map(({ owe }) => owe.id));
      const done = owed.filter(({ id }) => !later.has(id)).map(({ id }) => id);
      await conversations.settle(conversationId, done, later.size === 0 ? whole : undefined);
      for (const { owe, message } of toSend) {
        // What follows a message that cannot leave now waits for it: the order stays.
        if (!(await send(dependencies, channel, address, owe, message))) return;
      }
    },
  };
}

/** What a channel must send of an owed effect: not what goes out in a reply, nor what the parent herself did. */
function outgoing(owe: Owed, said: readonly StoredMessage[]): { owe: Owed; message: StoredMessage }[] {
  const message = said.find(({ seq }) => seq === owe.seq);
  return message && !owe.inReply && !isOwn(message.body) ? [{ owe, message }] : [];
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
  const mayRepeat = body.kind === 'said' && isHelpCard(body.at?.flow);
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
function isHelpCard(flow: string | undefined): boolean {
  return flow !== undefined && HELP_CARDS.includes(flow);
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
      const { purpose, answer, textKey, locale, municipality } = effect;
      const wordingHash = createHash('sha256')
        .update(guide.texts.wording(locale, textKey, municipality))
        .digest('hex');
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
