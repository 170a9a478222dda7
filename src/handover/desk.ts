import type { Audit } from '../audit/audit.js';
import type { DeskView, ModeratorAct } from '../engine/types.js';
import type { HandleTurn } from '../turn/handle-turn.js';
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
  /** Does something in the conversation; `'lost'` when someone else was quicker or the request is over. `actId` makes a repeat harmless. */
  act(person: Person, requestId: string, actId: string, act: ModeratorAct): Promise<'done' | 'lost'>;
}

const QUEUE_LIMIT = 200;

export interface DeskDependencies {
  readonly requests: RequestStore;
  readonly audit: Audit;
  readonly handleTurn: HandleTurn;
  readonly now: () => number;
}

const AUDITED = { claimed: 'claimed', released: 'released', transferred: 'transferred', closed: 'closed' } as const;

export function createDesk({ requests, audit, handleTurn, now }: DeskDependencies): Desk {
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
    async act(person, requestId, actId, act) {
      const request = await requests.get(requestId);
      if (!request || !person.active) return 'lost';
      if (act.did === 'claimed' && request.owner !== person.id && !fits(person, request)) return 'lost';
      const { state, effects, repeated } = await handleTurn({
        id: actId,
        conversationId: request.conversationId,
        done: { kind: 'moderator', moderatorId: person.id, name: person.name, act },
      });
      const done = repeated || effects.length > 0;
      if (!done || (act.did === 'claimed' && state.moderatorId !== person.id)) return 'lost';
      const event = act.did in AUDITED ? AUDITED[act.did as keyof typeof AUDITED] : undefined;
      if (event && !repeated) await audit.append({ event, actor: person.id, subject: requestId, at: now() });
      return 'done';
    },
  };
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
