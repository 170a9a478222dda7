import { type Presenting, present } from '../../effects/present.js';
import type { ConversationStore, StoredConversation } from '../../store/conversations.js';
import type { MessageStore } from '../../store/messages.js';
import { toActivity } from './activities.js';

/** Activities in one answer or frame; whoever is further behind reads on. */
const BATCH = 100;

export interface ReadOn extends Presenting {
  readonly conversations: ConversationStore;
  readonly messages: MessageStore;
}

/** What follows a watermark, in the protocol's form. The watermark is the place of the last message in the talk. */
export async function readOn(dependencies: ReadOn, { conversationId, state, address }: StoredConversation, after: number, origin: string) {
  const found = await dependencies.messages.after(conversationId, after, BATCH);
  const context = { guide: dependencies.guide, conversationId, user: address.user ?? '', serviceUrl: `${origin}/` };
  const activities = found.map((message) => toActivity(context, present(dependencies, message, state.locale)));
  return { activities, watermark: String(found.at(-1)?.seq ?? after) };
}
