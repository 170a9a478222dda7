import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import { berlinDay } from '../../content/format.js';
import type { Guide } from '../../content/guide.js';
import { type Message, type Presenting, present } from '../../effects/present.js';
import { bodyOf } from '../../effects/write-log.js';
import { initialState } from '../../engine/state.js';
import { step } from '../../engine/step.js';
import type { ConversationState } from '../../engine/types.js';
import { readCookie } from '../../http/cookies.js';
import { pickLocale } from '../../http/locale.js';
import type { Sessions } from '../../sessions/sessions.js';
import type { ConversationStore, StoredConversation } from '../../store/conversations.js';
import type { MessageStore, StoredMessage } from '../../store/messages.js';
import type { Start } from '../../turn/activity.js';

/** Newest messages on the page; older ones stand behind a link. */
const PAGE_MESSAGES = 15;

/** A conversation as its page shows it. */
export interface Talk {
  readonly conversationId: string;
  readonly state: ConversationState;
  readonly messages: readonly Message[];
  readonly hasOlder: boolean;
}

export interface TalkDependencies extends Presenting {
  readonly conversations: ConversationStore;
  readonly messages: MessageStore;
}

/** The talk as it begins, without keeping anything: whoever only looks leaves no trace. */
export function previewTalk(dependencies: TalkDependencies, start: Start): Talk {
  const { guide, now } = dependencies;
  const { locale, school, municipality, topic } = start;
  const conversationId = `preview-${randomUUID()}`;
  const blank = initialState({ locale, school, municipality, content: guide.content.version });
  const { state, effects } = step(
    guide.flows(locale, municipality),
    blank,
    { kind: 'opened', topic },
    { today: berlinDay(new Date(now())) },
  );
  const messages = effects.flatMap((effect, index): Message[] => {
    const body = bodyOf(guide, effect);
    return body ? [present(dependencies, { conversationId, seq: index + 1, at: now(), body }, locale)] : [];
  });
  return { conversationId, state, messages, hasOlder: false };
}

/** The state of a browser's open talk; pages beside the talk begin with what it knows. */
export function openState({ sessions, conversations }: Pick<TalkDependencies, 'conversations'> & { readonly sessions: Sessions }) {
  return async (request: Request): Promise<ConversationState | undefined> => {
    const token = readCookie(request, 'parent');
    const session = token ? await sessions.read('parent', token) : undefined;
    return session && (await conversations.load(session.subject))?.state;
  };
}

/** The language of a page beside the talk: the one asked for, else the open talk's, else the browser's. */
export function pageLocale(request: Request, guide: Guide, state: ConversationState | undefined): string {
  return request.query.lang === undefined && state ? state.locale : pickLocale(request, guide, request.query.lang);
}

/** What must be known of a talk to read on in it. */
export type TalkPlace = Pick<StoredConversation, 'conversationId' | 'state' | 'lastSeq'>;

/** The newest messages of a stored talk, or those after or before a place, in its present language. */
export async function readTalk(
  dependencies: TalkDependencies,
  { conversationId, state, lastSeq }: TalkPlace,
  { after, before }: { readonly after?: number; readonly before?: number } = {},
): Promise<Talk> {
  const found =
    after === undefined
      ? await dependencies.messages.newest(conversationId, before ?? lastSeq + 1, PAGE_MESSAGES)
      : await dependencies.messages.after(conversationId, after, 200);
  return talkWith(dependencies, { conversationId, state }, found);
}

/** A talk with messages at hand. */
export function talkWith(
  dependencies: Presenting,
  { conversationId, state }: Pick<TalkPlace, 'conversationId' | 'state'>,
  stored: readonly StoredMessage[],
): Talk {
  const messages = stored.map((message) => present(dependencies, message, state.locale));
  return { conversationId, state, messages, hasOlder: (messages[0]?.seq ?? 1) > 1 };
}
