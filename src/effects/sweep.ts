import type { ConversationStore } from '../store/conversations.js';
import { LEASE_MS } from '../turn/handle-turn.js';
import type { CarryOut } from './carry-out.js';

const BATCH = 50;

/**
 * Finishes what a dead node owed: conversations whose effects are due beyond their lease are leased anew and carried out.
 *
 * @param dueBefore leases that end before this moment count as expired; a server that alone has its store takes up at its start whatever its dead self held
 * @returns how many conversations were finished
 */
export async function sweep(
  conversations: ConversationStore,
  carryOut: CarryOut,
  now: () => number,
  dueBefore: number = now(),
): Promise<number> {
  let finished = 0;
  for (const conversationId of await conversations.due(dueBefore, BATCH)) {
    if (!(await conversations.lease(conversationId, dueBefore, now() + LEASE_MS))) continue;
    const stored = await conversations.load(conversationId);
    if (!stored) continue;
    if (stored.owed.length === 0) {
      await conversations.settle(conversationId, []);
      continue;
    }
    const said = await carryOut.show(conversationId, stored.owed);
    await carryOut.finish(conversationId, stored.address, stored.owed, said);
    finished += 1;
  }
  return finished;
}
