import type { Message } from '../effects/present.js';
import type { Address } from '../turn/activity.js';

/**
 * What became of a message. `later`: it surely did not leave and may be sent again; `failed`: refused for good; `unknown`: it may have arrived, so it
 * is never sent again by itself (security.md R-BOT-05).
 */
export type Delivery = 'sent' | 'later' | 'failed' | 'unknown';

/**
 * Port: a way to reach parents. Channels whose clients read the log themselves (our page, Direct Line) have no `deliver`: for them a message is
 * delivered when it stands in the log. `onceId` is the same on every attempt.
 */
export interface Channel {
  readonly name: string;
  deliver?(address: Address, onceId: string, message: Message): Promise<Delivery>;
}
