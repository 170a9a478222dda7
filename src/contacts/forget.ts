import type { Audit } from '../audit/audit.js';
import type { Feed } from '../feed/feed.js';
import { QUEUE, type RequestStore } from '../handover/requests.js';
import type { Sessions } from '../sessions/sessions.js';
import type { ConversationStore } from '../store/conversations.js';
import type { MessageStore } from '../store/messages.js';
import type { ContactStore } from './contacts.js';
import type { ReceiptStore } from './receipts.js';

export interface ForgetDependencies {
  readonly conversations: ConversationStore;
  readonly messages: MessageStore;
  readonly requests: RequestStore;
  readonly contacts: ContactStore;
  readonly receipts: ReceiptStore;
  readonly sessions: Sessions;
  readonly audit: Audit;
  readonly directLine: { removeExpired(limit: number): Promise<number> };
  readonly feed: Feed;
  readonly now: () => number;
}

/** An anonymous talk is forgotten a day after its last activity; one with a handover 30 days after (R-RET-01). */
const ANONYMOUS_KEPT_MS = 24 * 3_600_000;
const HANDOVER_KEPT_MS = 30 * 86_400_000;
const BATCH = 100;

/** When a talk is forgotten that is active now. */
export function conversationExpiry(state: { readonly handedOver?: boolean }, now: number): number {
  return now + (state.handedOver ? HANDOVER_KEPT_MS : ANONYMOUS_KEPT_MS);
}

/** Erases a talk: key first, so that nothing left of it can be read, then every document of it. Contacts of it only with `contacts`. */
export async function forgetConversation(
  stores: ForgetDependencies,
  conversationId: string,
  { contacts }: { readonly contacts: boolean },
): Promise<void> {
  if (contacts) {
    for (const contact of await stores.contacts.ofConversation(conversationId)) await stores.contacts.erase(contact.id);
  }
  await stores.conversations.remove(conversationId);
  await stores.requests.removeOf(conversationId);
  await stores.messages.removeAll(conversationId);
  await stores.sessions.endAll(conversationId);
  stores.feed.changed(conversationId);
  stores.feed.changed(QUEUE);
}

/** One run of the retention job; everything it removes is past its time by the given clock. */
export async function retain(
  stores: ForgetDependencies,
): Promise<{ conversations: number; contacts: number; sessions: number; receipts: number }> {
  const { conversations, contacts, requests, receipts, sessions, directLine, now } = stores;
  const talks = await conversations.expired(now(), BATCH);
  for (const id of talks) await forgetConversation(stores, id, { contacts: false });
  const people = await contacts.expired(BATCH);
  for (const id of people) await contacts.erase(id);
  await directLine.removeExpired(BATCH);
  for (const { id } of await requests.expired(now(), BATCH)) await requests.remove(id);
  return {
    conversations: talks.length,
    contacts: people.length,
    sessions: await sessions.removeExpired(BATCH),
    receipts: await receipts.removeExpired(now(), BATCH),
  };
}
