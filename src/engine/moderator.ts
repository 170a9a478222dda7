import type { Flows } from '../content/types.js';
import { requestEffect } from './actions.js';
import { say } from './say.js';
import type { ConversationState, Input, RequestChange, Slots, World } from './types.js';
import { type Walk, walkAgain, walkCall, walkInto } from './walk.js';

const CALL_FLOW = 'call-back';
const AFTER_FLOW = 'after-handover';
/** Where the handover says what can be done while a person is awaited or writes. */
const ASKED_AGAIN = { flow: 'handover', node: 'by_mode' };

/**
 * What a moderator does in the conversation. An act that does not fit the state (a second claim, a word from someone who does not
 * own the talk) changes nothing and owes nothing: the caller sees it by the unchanged owner.
 */
export function fromModerator(flows: Flows, world: World, walk: Walk, input: Extract<Input, { kind: 'moderator' }>): Walk {
  const { state } = walk;
  const { act, moderatorId, name } = input;
  if (act.did === 'claimed') {
    if (state.mode !== 'waiting' || (state.moderatorId && state.moderatorId !== moderatorId)) return walk;
    const who = { name, organisation: act.organisation, languages: `@languages:${act.languages.join(',')}` };
    const change = { mode: 'moderator', moderatorId, moderatorName: name } as const;
    const here = owe(walk, change, { did: 'claimed', moderatorId }, 'common.person_is_here', who);
    // Who waited at the handover is asked anew what to do; anywhere else her open question stays.
    return state.flow === ASKED_AGAIN.flow ? walkAgain(flows, world, { ...here, state: { ...here.state, ...ASKED_AGAIN } }) : here;
  }
  if (state.mode !== 'moderator' || state.moderatorId !== moderatorId) return walk;
  switch (act.did) {
    case 'said':
      return { ...walk, effects: [...walk.effects, { kind: 'relay', from: 'moderator', moderatorId, name, text: act.text }] };
    case 'released':
      return owe(
        walk,
        { mode: 'waiting', moderatorId: undefined, moderatorName: undefined },
        { did: 'released' },
        'common.person_must_go',
        { name },
      );
    case 'transferred':
      return owe(
        walk,
        { mode: 'waiting', moderatorId: act.to, moderatorName: undefined },
        { did: 'transferred', moderatorId: act.to },
        'common.person_hands_on',
        {
          name,
        },
      );
    case 'closed': {
      const closed = owe(
        walk,
        { mode: 'bot', moderatorId: undefined, moderatorName: undefined, request: undefined },
        { did: 'closed', outcome: act.outcome },
        'common.person_left',
        { name },
      );
      return walkInto(flows, world, { ...closed, state: { ...closed.state, history: [] } }, AFTER_FLOW);
    }
    case 'proposed_call':
      return walkCall(flows, world, { ...walk, state: { ...state, ...ASKED_AGAIN, stack: [] } }, CALL_FLOW);
  }
}

function owe(walk: Walk, change: Partial<ConversationState>, did: RequestChange, textKey: string, values: Slots): Walk {
  const request = requestEffect(walk.state, walk.state.request ?? '', did);
  const note = say(walk.state, { sender: 'note', textKey, values });
  return { ...walk, state: { ...walk.state, ...change }, effects: [...walk.effects, request, note] };
}
