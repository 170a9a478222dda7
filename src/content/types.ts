/** What compiled content looks like: flows, nodes, texts and shared data. The engine and everything above it import these types; nothing here runs. */

/** Where a button or a `then` leads. `call` comes back and asks again, `go` leaves the calling flows behind. */
export type Target = { readonly node: string } | { readonly call: string } | { readonly go: string };

export type SlotValues = { readonly [slot: string]: string };

export interface Choice {
  readonly to: Target;
  readonly set?: SlotValues;
}

export type CollectKind = 'first_name' | 'phone_number' | 'free_text' | 'municipality';

export interface Collect {
  readonly slot: string;
  readonly as: CollectKind;
  /** Erased from the conversation as soon as it was handed on. */
  readonly sensitive: boolean;
  /** Offers the button `skip`. */
  readonly optional: boolean;
}

/** What a node does besides speaking. Every kind is one effect of the engine. */
export type Action =
  | { readonly kind: 'save_contact'; readonly consent: string }
  | { readonly kind: 'hand_over' }
  | { readonly kind: 'cancel_request' }
  | { readonly kind: 'leave_message'; readonly consent: string }
  | { readonly kind: 'erase' };

/** What a node may carry beside its kind; see docs/content.md. */
export interface NodeExtras {
  readonly facts: readonly string[];
  readonly terms: readonly string[];
  readonly dates: readonly string[];
  readonly helps: readonly string[];
  readonly numbers: readonly string[];
  readonly page?: string;
  readonly checked?: string;
  readonly until?: string;
  readonly icon?: string;
  readonly step: boolean;
  readonly private: boolean;
  /** The text says what the desk knows: `{{desk_next}}`, `{{desk_ahead}}`. */
  readonly desk: boolean;
}

export type NodeKind =
  | { readonly kind: 'say'; readonly then?: Target }
  | { readonly kind: 'choices'; readonly choices: { readonly [choice: string]: Choice }; readonly slot?: string }
  | { readonly kind: 'consent'; readonly purpose: string; readonly choices: { readonly [choice: string]: Choice } }
  | { readonly kind: 'collect'; readonly collect: Collect; readonly then: Target }
  | { readonly kind: 'do'; readonly action: Action; readonly then: Target }
  | { readonly kind: 'end'; readonly speaks: boolean }
  | {
      readonly kind: 'if';
      readonly conditions: { readonly [slot: string]: readonly string[] };
      readonly then: Target;
      readonly else: Target;
    }
  | { readonly kind: 'call'; readonly flow: string; readonly then: Target };

export type FlowNode = NodeKind & NodeExtras & { readonly line: number };

export interface Flow {
  readonly name: string;
  readonly file: string;
  readonly topic?: string;
  readonly icon?: string;
  readonly start: string;
  readonly nodes: { readonly [node: string]: FlowNode };
}

export type Flows = { readonly [flow: string]: Flow };

export interface Term {
  readonly german: string;
  readonly facts: readonly string[];
}

export interface OfficialPage {
  readonly url: string;
  readonly site: string;
  readonly title: string;
}

/** A date that holds in all of NRW; ISO days, both included. */
export interface KnownDate {
  readonly from: string;
  readonly to: string;
  readonly facts: readonly string[];
  readonly checked: string;
}

export interface HelpLine {
  readonly call: string;
  readonly shown: string;
  readonly hours: 'always' | 'ask';
  readonly level?: 'now';
  readonly facts: readonly string[];
  readonly checked: string;
}

/** A municipality's layer over the base: texts replaced one by one, flows as a whole. */
export interface Pack {
  readonly id: string;
  readonly name: string;
  /** Plain values, used as `{{place.<name>}}` in texts. */
  readonly facts: SlotValues;
  /** Flows of the base that are not offered there. */
  readonly off: readonly string[];
  readonly flows: Flows;
  readonly texts: { readonly [locale: string]: TextTree };
}

export interface LocaleInfo {
  readonly locale: string;
  /** In its own script; shown on the language buttons. */
  readonly name: string;
  readonly dir: 'ltr' | 'rtl';
  /** Tag for `Intl`, with Latin digits and the Gregorian calendar forced where the default differs. */
  readonly intl: string;
  readonly review: 'draft' | 'reviewed';
}

/** Nested texts of one locale: first key is the file's name. */
export interface TextTree {
  readonly [key: string]: string | TextTree;
}

/** Trigger phrases of one locale: card flow → phrases; `not` masks harmless ones. */
export type CrisisPhrases = { readonly [card: string]: readonly string[] };

export interface Content {
  /** SHA-256 over all that follows, hex. */
  readonly version: string;
  readonly flows: Flows;
  readonly terms: { readonly [id: string]: Term };
  readonly pages: { readonly [id: string]: OfficialPage };
  readonly dates: { readonly [id: string]: KnownDate };
  readonly numbers: { readonly [id: string]: HelpLine };
  readonly packs: { readonly [municipality: string]: Pack };
  readonly locales: { readonly [locale: string]: LocaleInfo };
  readonly texts: { readonly [locale: string]: TextTree };
  readonly crisis: { readonly [locale: string]: CrisisPhrases };
}
