import type { Guide } from '../content/guide.js';
import type { Effect } from '../engine/types.js';
import type { Owed } from '../store/conversations.js';
import type { Body, MessageStore, StoredMessage } from '../store/messages.js';

export interface WriteLogDependencies {
  readonly guide: Guide;
  readonly messages: MessageStore;
}

/** Writes what owed effects say into the talk's log and tells what that is. Doing it again changes nothing. */
export type WriteLog = (conversationId: string, owed: readonly Owed[]) => Promise<readonly StoredMessage[]>;

export function createWriteLog({ guide, messages }: WriteLogDependencies): WriteLog {
  return async (conversationId, owed) => {
    const said = owed.flatMap((owe) => messageOf(guide, conversationId, owe));
    await Promise.all(said.map((message) => messages.append(message)));
    return said;
  };
}

/** The message an owed effect makes, or none. */
function messageOf(guide: Guide, conversationId: string, { effect, seq, at }: Owed): StoredMessage[] {
  const body = bodyOf(guide, effect);
  return body && seq !== undefined ? [{ conversationId, seq, at, body }] : [];
}

/** What stands in the log for an effect; nothing for effects that say nothing. */
export function bodyOf(guide: Guide, effect: Effect): Body | undefined {
  if (effect.kind === 'relay') {
    const { from, text, name, moderatorId, clientId } = effect;
    return { kind: 'written', from, text, name, moderatorId, clientId };
  }
  if (effect.kind !== 'say') return undefined;
  const { kind: _kind, ...said } = effect;
  return { kind: 'said', ...said, textHash: guide.texts.wordingHash(effect.locale, effect.textKey, effect.municipality) };
}
