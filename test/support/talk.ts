import { randomUUID } from 'node:crypto';
import type { Command, ConversationState } from '../../src/engine/types.js';
import type { Done } from '../../src/turn/activity.js';
import type { TestParts } from './parts.js';

/** A parent's talk through the real turn, without HTTP. */
export interface TestTalk {
  readonly id: string;
  state(): ConversationState;
  press(choice: string): Promise<void>;
  type(text: string): Promise<void>;
  command(command: Command): Promise<void>;
  take(done: Done, activityId?: string): Promise<void>;
  /** Text keys and written words of the log, oldest first. */
  log(): Promise<string[]>;
}

export async function openTalk(
  parts: TestParts,
  start: { locale?: string; topic?: string; municipality?: string } = {},
): Promise<TestTalk> {
  const id = randomUUID();
  const locale = start.locale ?? 'tr';
  let state: ConversationState;
  const take = async (done: Done, activityId: string = randomUUID()) => {
    const outcome = await parts.handleTurn({
      id: activityId,
      conversationId: id,
      address: { channel: 'webchat' },
      start: { locale, topic: start.topic, municipality: start.municipality },
      done,
    });
    state = outcome.state;
  };
  await take({ kind: 'opened' });
  return {
    id,
    state: () => state,
    take,
    press: (choice) => take({ kind: 'choice', choice, promptId: state.prompt?.promptId ?? '' }),
    type: (text) => take({ kind: 'text', text }),
    command: (command) => take({ kind: 'command', command }),
    async log() {
      const messages = await parts.messages.after(id, 0, 1000);
      return messages.map(({ body }) => (body.kind === 'said' ? body.textKey : `${body.from}: ${body.text}`));
    },
  };
}

/** Leads a talk to a sent request: summary shown, yes given. */
export async function askForPerson(talk: TestTalk, question = 'Okul bize hayır dedi.'): Promise<void> {
  await talk.command('ask_moderator');
  if (talk.state().flow === 'place') await talk.press('skip');
  const offered = talk.state().prompt?.choices ?? [];
  await talk.press(offered.includes('go_on') ? 'go_on' : 'accept_other_place');
  await talk.type(question);
  await talk.press('granted');
}
