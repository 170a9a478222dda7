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
  | { readonly kind: 'erase' }
  | { readonly kind: 'add_child' }
  | { readonly kind: 'switch_child' };

/** What a node may carry beside its kind; see docs/content.md. */
export interface NodeExtras {
  readonly facts: readonly string[];
  readonly terms: readonly string[];
  readonly dates: readonly string[];
  readonly helps: readonly string[];
  readonly numbers: readonly string[];
  /** Short lines, the same ones in many nodes (`<flow>.lines.<line>`), that stand in the text as `{{lines}}`. */
  readonly lines: readonly string[];
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
  | {
      readonly kind: 'choices';
      readonly choices: { readonly [choice: string]: Choice };
      readonly slot?: string;
      /** A talk slot whose value names flows and languages, with blanks between: offered as buttons before the node's own. */
      readonly offer?: string;
    }
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
  /** What a parent looked for here is nobody's business: the desk never hears of the topic. */
  readonly discreet: boolean;
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

/** A dated step of a child's way through school. */
export interface PathStep {
  readonly id: string;
  /** The topic that explains it. */
  readonly topic: string;
  readonly stages: readonly string[];
  /** School forms it is for; empty = all. */
  readonly forms: readonly string[];
  /** Only for families newly in Germany. */
  readonly new: boolean;
  /** First and last month, in the order of a school year (August to July). */
  readonly months: readonly [first: number, last: number];
  /** Days that are published for all of NRW; ISO, both included. */
  readonly known: readonly { readonly from: string; readonly to: string }[];
  /** Who knows the day: an id under `common.helpers`. */
  readonly asks: string;
  readonly facts: readonly string[];
  readonly checked: string;
  readonly terms: readonly string[];
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
  /** Towns of a district, by whose names a family finds it too. */
  readonly towns: readonly string[];
  /** Fact ids of what the pack says. */
  readonly sources: readonly string[];
  /** Plain values, used as `{{place.<name>}}` in texts. */
  readonly facts: SlotValues;
  /** Days the city has published for steps of the path: step → spans. */
  readonly dates: { readonly [step: string]: readonly { readonly from: string; readonly to: string }[] };
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

/** How parents ask for a topic, in one locale: topic → questions. */
export type Questions = { readonly [topic: string]: readonly string[] };

/** Words for the search in one locale. */
export interface SearchWords {
  /** Words that say little about a topic, such as `my` or `what`. */
  readonly noise: readonly string[];
  /** Groups of words that mean the same. */
  readonly same: readonly (readonly string[])[];
  /** Words about matters that are none of ours, each line one matter: who asks for the weather is not led to a topic. */
  readonly elsewhere: readonly string[];
  /** Topic → words, apart by spaces, that families use for it and its texts do not. */
  readonly topics: { readonly [topic: string]: string };
}

/**
 * How danger is said in one locale. In each phrase the words stand in order, `*` at the end of a word is any ending, `_` up to two words between.
 * They are folded when they are read, as typed words are before they are compared.
 */
export interface CrisisWords {
  /** Harmless phrases, masked before anything is looked for. */
  readonly not: readonly string[];
  /** Card flow → phrases that call for it. */
  readonly phrases: { readonly [card: string]: readonly string[] };
  /** Sign → words and phrases that are one: `hits` → hit, beat*, slap*. */
  readonly signs: { readonly [sign: string]: readonly string[] };
  /** Card flow → signs that call for it where they stand near each other, in any order. */
  readonly together: { readonly [card: string]: readonly (readonly string[])[] };
}

export interface Content {
  /** SHA-256 over all that follows, hex. */
  readonly version: string;
  readonly flows: Flows;
  readonly terms: { readonly [id: string]: Term };
  readonly pages: { readonly [id: string]: OfficialPage };
  readonly dates: { readonly [id: string]: KnownDate };
  readonly numbers: { readonly [id: string]: HelpLine };
  readonly steps: readonly PathStep[];
  readonly packs: { readonly [municipality: string]: Pack };
  readonly locales: { readonly [locale: string]: LocaleInfo };
  readonly texts: { readonly [locale: string]: TextTree };
  readonly crisis: { readonly [locale: string]: CrisisWords };
  readonly questions: { readonly [locale: string]: Questions };
  readonly searchWords: { readonly [locale: string]: SearchWords };
}
