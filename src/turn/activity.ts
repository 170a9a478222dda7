import type { Command, ModeratorAct } from '../engine/types.js';

/** Where a parent can be reached: which channel, and what that channel needs to answer. Sealed in the store. */
export interface Address {
  readonly channel: string;
  readonly [detail: string]: string;
}

/** How a talk begins: by a school's link, a language button, or a link to a topic. */
export interface Start {
  readonly locale: string;
  readonly school?: string;
  readonly municipality?: string;
  readonly topic?: string;
  /** The channel showed the opening question before anything was done; else first words that mean nothing are answered by it. */
  readonly previewed?: boolean;
}

/** What someone did, before it is understood. */
export type Done =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'choice'; readonly choice: string; readonly promptId: string }
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'locale'; readonly locale: string }
  | { readonly kind: 'topic'; readonly topic: string }
  | { readonly kind: 'message_withdrawn' }
  /** The talk was opened and nothing pressed yet. */
  | { readonly kind: 'opened' }
  | { readonly kind: 'moderator'; readonly moderatorId: string; readonly name: string; readonly act: ModeratorAct };

/** One thing that came over a channel. `id` is the channel's own and the same when it is sent again. */
export interface Activity {
  readonly id: string;
  /** Set where the client waits to see its own activity again: it then stands in the log under this id, always. */
  readonly clientId?: string;
  /** What was said, as a digest: the same within a minute under another id is a repeat of the channel (security.md R-BOT-04). */
  readonly foldKey?: string;
  /** The answer goes back in the response to the activity itself. */
  readonly inReply?: boolean;
  readonly conversationId: string;
  /** Absent for a moderator's act: the talk keeps the parent's address. */
  readonly address?: Address;
  /** Used when the conversation does not exist yet; without it, an activity of an unknown conversation is refused. */
  readonly start?: Start;
  readonly done: Done;
}
