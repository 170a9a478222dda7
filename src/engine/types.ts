import type { CollectKind } from '../content/types.js';

export type Slots = { readonly [slot: string]: string };

/** A child talked about: never a name, only an id and what was answered (stage). */
export interface Child {
  readonly id: string;
  readonly slots: Slots;
}

export interface Place {
  readonly flow: string;
  readonly node: string;
}

/** The question open now. `promptId` changes with every question, so that an old button is known by it. */
export interface Prompt {
  readonly promptId: string;
  readonly choices: readonly string[];
  readonly collect?: { readonly as: CollectKind; readonly optional: boolean };
}

/**
 * What an answer changed, so that `back` can undo it: the calls open then and where it was given, and the slots it overwrote (`null` = was empty). Fifty
 * of them are read and written with every turn, so they are kept short: the places as `<flow>/<node>` with blanks between, alone where no slot changed.
 */
export type Answered = string | { readonly at: string; readonly undo: { readonly [slot: string]: string | null } };

export interface ConversationState {
  /** Who reads the parent's free text: the guide, the queue, or a moderator. Buttons always go to the guide. */
  readonly mode: 'bot' | 'waiting' | 'moderator';
  readonly moderatorId?: string;
  /** Her first name, while she writes. */
  readonly moderatorName?: string;
  /** The open request for a person: the turn it was made in. */
  readonly request?: string;
  /** A person was asked for or a message left: the talk is kept as long as a handover's text. */
  readonly handedOver?: boolean;
  readonly locale: string;
  /** Set by the school's link, else asked; changeable. */
  readonly municipality?: string;
  readonly school?: string;
  readonly flow: string;
  readonly node: string;
  /** Calls to come back to, the innermost last. */
  readonly stack: readonly Place[];
  readonly turn: number;
  readonly slots: Slots;
  readonly children: readonly Child[];
  readonly child: string;
  readonly consents: { readonly [purpose: string]: 'granted' | 'refused' };
  readonly prompt?: Prompt;
  /** The topic last talked about, for the handover. */
  readonly topic?: string;
  readonly history: readonly Answered[];
  /** Version of the content this state was made with. */
  readonly content: string;
}

export type Command = 'back' | 'restart' | 'menu' | 'ask_moderator' | 'help_now' | 'my_data';

/** What typed words seem to be about: flows, the likeliest first, and the language they are in where it is not the talk's. */
export interface Found {
  readonly flows: readonly string[];
  readonly locale?: string;
}

/** Every source of change. */
export type Input =
  | { readonly kind: 'opened'; readonly topic?: string }
  | { readonly kind: 'choice'; readonly choice: string; readonly promptId: string }
  /** A valid answer to an open `collect`, already in its canonical form. */
  | { readonly kind: 'answer'; readonly value: string; readonly promptId: string }
  /** Typed words that answer nothing that is open; `found` names the topics, and a language, that they seem to be about. */
  | { readonly kind: 'text'; readonly text: string; readonly found?: Found }
  /** An answer to an open `collect` that is not of its kind; `reason` is a key under `common.invalid`. */
  | { readonly kind: 'invalid'; readonly reason: string }
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'topic'; readonly topic: string }
  | { readonly kind: 'locale'; readonly locale: string }
  | { readonly kind: 'crisis'; readonly card: string }
  /** The parent took back her yes to a message: nobody may read it any more. */
  | { readonly kind: 'message_withdrawn' }
  | { readonly kind: 'moderator'; readonly moderatorId: string; readonly name: string; readonly act: ModeratorAct };

export type ModeratorAct =
  /** The family reads who is here: for whom she works and what she speaks. */
  | { readonly did: 'claimed'; readonly organisation: string; readonly languages: readonly string[] }
  | { readonly did: 'said'; readonly text: string }
  | { readonly did: 'released' }
  | { readonly did: 'transferred'; readonly to: string }
  | { readonly did: 'closed'; readonly outcome: string }
  | { readonly did: 'proposed_call' };

/** Every consequence, as plain data. Carried out after the commit, in order. */
export type Effect =
  /** The program speaks (`bot`), the parent's own answer stands in the log (`parent`), or something happened (`note`). */
  | {
      readonly kind: 'say';
      readonly sender: 'bot' | 'parent' | 'note';
      readonly locale: string;
      /** The place it was said for: a pack may have words of its own. */
      readonly municipality?: string;
      readonly textKey: string;
      readonly values: Slots;
      readonly at?: Place;
      readonly prompt?: Prompt;
      readonly private?: boolean;
      readonly clientId?: string;
    }
  /** A person's own words to a person. */
  | {
      readonly kind: 'relay';
      readonly clientId?: string;
      readonly from: 'parent' | 'moderator';
      readonly moderatorId?: string;
      readonly name?: string;
      readonly text: string;
    }
  | { readonly kind: 'request'; readonly request: string; readonly turn: number; readonly change: RequestChange }
  | {
      readonly kind: 'keep_consent';
      readonly purpose: string;
      readonly answer: 'granted' | 'refused';
      readonly textKey: string;
      readonly locale: string;
      readonly municipality?: string;
    }
  | {
      readonly kind: 'save_contact';
      readonly purpose: string;
      readonly contact: Slots;
      readonly locale: string;
      readonly municipality?: string;
    }
  | { readonly kind: 'erase' };

/** What happens to the open request for a person. */
export type RequestChange =
  | {
      readonly did: 'asked';
      readonly locale: string;
      readonly municipality?: string;
      readonly school?: string;
      readonly topic?: string;
      readonly left: boolean;
      /** The parent agreed to someone from another place. */
      readonly elsewhere: boolean;
      readonly summary: Slots;
    }
  | { readonly did: 'claimed'; readonly moderatorId: string }
  | { readonly did: 'released' }
  | { readonly did: 'transferred'; readonly moderatorId: string }
  | { readonly did: 'cancelled' }
  | { readonly did: 'closed'; readonly outcome: string };

/**
 * What the engine knows of the world, as data. `desk` is read only when a condition asks for it; a step that needs it and has
 * none answers `needs: 'desk'` and is called again.
 */
export interface World {
  /** Day in Europe/Berlin, ISO. */
  readonly today: string;
  readonly desk?: DeskView;
}

/** Whether a person can be reached: `here` = a moderator with this language and place is present; `elsewhere` = with this language in another place. */
export interface DeskView {
  readonly reach: 'here' | 'elsewhere' | 'nobody';
  /** The place of someone who could be asked instead, as a ready text value; empty unless `reach` is `elsewhere`. */
  readonly place: string;
  /** Families waiting now for the same people. */
  readonly ahead: number;
  /** Next hours with someone who speaks the language, as ready text values; empty when nobody set hours. */
  readonly next: string;
}

export interface StepResult {
  readonly state: ConversationState;
  readonly effects: readonly Effect[];
  readonly needs?: 'desk';
}
