import { say } from '../engine/say.js';
import type { Command, ConversationState, Effect } from '../engine/types.js';
import type { Done } from './activity.js';

/** Labels of the commands, as a parent reads them on a button. */
const COMMAND_LABELS: { readonly [command in Command]: string } = {
  back: 'common.ui.back',
  restart: 'common.ui.restart',
  menu: 'common.ui.topics',
  ask_moderator: 'common.ui.talk_to_person',
  help_now: 'common.ui.help_now',
  my_data: 'common.ui.my_data',
};

/**
 * Marks what the parent did with the id of her client. Every activity of such a client stands in the log once: where the turn itself logs nothing of
 * the parent (a command, words of danger), a line is put first that repeats no words of hers.
 */
export function markHeard(state: ConversationState, done: Done, effects: readonly Effect[], clientId: string): Effect[] {
  const own = effects.findIndex(
    (effect) => (effect.kind === 'say' && effect.sender === 'parent') || (effect.kind === 'relay' && effect.from === 'parent'),
  );
  if (own >= 0) return effects.map((effect, index) => (index === own ? { ...effect, clientId } : effect));
  return [say(state, { sender: 'parent', ...wordsOf(done), clientId }), ...effects];
}

function wordsOf(done: Done): { textKey: string; values: { readonly [name: string]: string } } {
  if (done.kind === 'command') return { textKey: COMMAND_LABELS[done.command], values: {} };
  if (done.kind === 'locale') return { textKey: 'common.your_words', values: { words: `@locale:${done.locale}` } };
  return { textKey: 'common.own_words', values: {} };
}
