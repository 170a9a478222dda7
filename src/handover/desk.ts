import type { Audit } from '../audit/audit.js';
import type { DeskView, ModeratorAct } from '../engine/types.js';
import type { HandleTurn, TurnOutcome } from '../turn/handle-turn.js';
import { nextHours } from './hours.js';
import type { People, Person } from './people.js';
import type { Request, RequestStore } from './requests.js';

/** A row of the queue: no text, no contact (security.md R-MOD-01). */
export interface QueueRow {
  readonly requestId: string;
  readonly locale: string;
  readonly topic?: string;
  readonly municipality?: string;
  readonly since: number;
  readonly left: boolean;
  /** `mine`: she took it; `free`: she may take it. */
  readonly owner: 'mine' | 'free';
}

/** Port for the moderators' faces (console, Teams). */
export interface Desk {
  /** What is hers, then what was handed to her, then families of her places, then those who agreed to someone from elsewhere; longest waiting first. */
  queue(person: Person): Promise<QueueRow[]>;
  /** A request she took; `undefined` for all others. */
  open(person: Person, requestId: string): Promise<Request | undefined>;
  /** Takes a request over. */
  claim(person: Person, requestId: string, actId: string): Promise<'done' | 'lost'>;
  /** Does something in the conversation; `'lost'` when someone else was quicker or the request is over. `actId` makes a repeat harmless. */
  act(person: Person, requestId: string, actId: string, act: Exclude<ModeratorAct, { did: 'claimed' }>): Promise<'done' | 'lost'>;
}

const QUEUE_LIMIT = 200;

export interface DeskDependencies {
  readonly requests: RequestStore;
  readonly audit: Audit;
  readonly handleTurn: HandleTurn;
  readonly now: () => number;
  /** Named to families where a moderator has no organisation of her own. */
  readonly operator: string;
}

const AUDITED = ['claimed', 'released', 'transferred', 'closed'] as const;

export function createDesk({ requests, audit, handleTurn, now, operator }: DeskDependencies): Desk {
  async function mayOpen(person: Person, requestId: string): Promise<Request | undefined> {
    const request = await requests.get(requestId);
    return request && person.active && request.owner === person.id && request.status === 'claimed' ? request : undefined;
  }

  return {
    async queue(person) {
      const [waiting, mine] = await Promise.all([requests.waiting(QUEUE_LIMIT), requests.ownedBy(person.id, QUEUE_LIMIT)]);
      const hers = waiting.filter(({ owner }) => owner === person.id);
      const open = waiting.filter((request) => request.owner === undefined && fits(person, request));
      const near = open.filter(({ municipality }) => helpsIn(person, municipality));
      const far = open.filter((request) => !near.includes(request));
      return [...mine, ...hers, ...near, ...far].map((request) => rowOf(person, request));
    },
    open: mayOpen,
    async claim(person, requestId, actId) {
      const request = await requests.get(requestId);
      if (!request || (request.owner !== person.id && !fits(person, request))) return 'lost';
      const { languages, organisation } = person;
      const done = await take(person, request, actId, { did: 'claimed', languages, organisation: organisation || operator });
      return done?.state.moderatorId === person.id ? 'done' : 'lost';
    },
    async act(person, requestId, actId, act) {
      const request = await requests.get(requestId);
      return request && (await take(person, request, actId, act)) ? 'done' : 'lost';
    },
  };

  /** The turn in which a moderator did something; nothing when it did not fit the talk any more. */
  async function take(person: Person, { id, conversationId }: Request, actId: string, act: ModeratorAct): Promise<TurnOutcome | undefined> {
    if (!person.active) return undefined;
    const done = { kind: 'moderator', moderatorId: person.id, name: person.name, act } as const;
    const outcome = await handleTurn({ id: actId, conversationId, done });
    if (!outcome.repeated && outcome.effects.length === 0) return undefined;
    const owner = outcome.state.moderatorId;
    const event = act.did === 'claimed' && owner !== person.id ? undefined : AUDITED.find((audited) => audited === act.did);
    if (event && !outcome.repeated) await audit.append({ event, actor: person.id, subject: id, at: now() });
    return outcome;
  }
}

export type ViewDesk = (locale: string, municipality: string | undefined) => Promise<DeskView>;

/** For the guide: can a person be reached, in which language and place, and when next. */
export function createViewDesk(people: People, requests: RequestStore, now: () => number): ViewDesk {
  return async (locale, municipality) => {
    const [present, everyone, waiting] = await Promise.all([people.present(), people.all(), requests.waiting(QUEUE_LIMIT)]);
    return viewOf({ locale, municipality, present, everyone, waiting, now: now() });
  };
}

interface Situation {
  readonly locale: string;
  readonly municipality: string | undefined;
  readonly present: readonly Person[];
  readonly everyone: readonly Person[];
  readonly waiting: readonly Request[];
  readonly now: number;
}

/** Pure: who can be reached for a language and a place. A moderator without places helps everywhere. */
function viewOf({ locale, municipality, present, everyone, waiting, now }: Situation): DeskView {
  const speakers = present.filter(({ languages }) => languages.includes(locale));
  const here = speakers.some((person) => helpsIn(person, municipality));
  const [elsewhere] = here ? [] : speakers.flatMap(({ places }) => places);
  const plans = everyone.filter(({ active, languages }) => active && languages.includes(locale)).map(({ hours }) => hours);
  const next = nextHours(plans, now);
  return {
    reach: here ? 'here' : speakers.length > 0 ? 'elsewhere' : 'nobody',
    place: elsewhere ? `@place:${elsewhere}` : '',
    ahead: waiting.filter((request) => request.locale === locale).length,
    next: next ? `@time:${next}` : '',
  };
}

function helpsIn({ places }: Person, municipality: string | undefined): boolean {
  return places.length === 0 || municipality === undefined || places.includes(municipality);
}

/** Her language and her place, or a family that agreed to another place. A message may be answered from anywhere: its text says so. */
function fits(person: Person, { locale, municipality, elsewhere, left }: Request): boolean {
  return person.languages.includes(locale) && (helpsIn(person, municipality) || elsewhere || left);
}

function rowOf(person: Person, request: Request): QueueRow {
  const { id, locale, topic, municipality, since, left, owner, status } = request;
  return { requestId: id, locale, topic, municipality, since, left, owner: owner === person.id && status === 'claimed' ? 'mine' : 'free' };
}
