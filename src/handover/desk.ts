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
  /** `mine`: hers; `free`: she may take it; `taken`: a colleague has it. */
  readonly owner: 'mine' | 'free' | 'taken';
  /** Her language and her place. */
  readonly fits: boolean;
}

/** Port for the moderators' faces (console, Teams). */
export interface Desk {
  queue(person: Person): Promise<QueueRow[]>;
  /** A request she owns or may own; `undefined` for all others. */
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
    return request && person.active && request.owner === person.id && request.status !== 'closed' && request.status !== 'cancelled'
      ? request
      : undefined;
  }

  return {
    async queue(person) {
      const [waiting, mine] = await Promise.all([requests.waiting(QUEUE_LIMIT), requests.ownedBy(person.id, QUEUE_LIMIT)]);
      const rows = [...mine, ...waiting].map((request) => rowOf(person, request));
      return rows.filter(({ fits, owner }) => owner === 'mine' || (owner === 'free' && fits));
    },
    open: mayOpen,
    async act(person, requestId, actId, act) {
      const request = await requests.get(requestId);
      if (!request || !person.active) return 'lost';
      if (act.did === 'claimed' && !fits(person, request)) return 'lost';
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
  const plans = everyone.filter(({ active, languages }) => active && languages.includes(locale)).map(({ hours }) => hours);
  const next = nextHours(plans, now);
  return {
    reach: here ? 'here' : speakers.length > 0 ? 'elsewhere' : 'nobody',
    ahead: waiting.filter((request) => request.locale === locale).length,
    next: next ? `@time:${next}` : '',
  };
}

function helpsIn({ places }: Person, municipality: string | undefined): boolean {
  return places.length === 0 || municipality === undefined || places.includes(municipality);
}

/** Her language; the place only orders the queue, since a parent may accept help from another city. */
function fits(person: Person, request: Request): boolean {
  return person.languages.includes(request.locale);
}

function rowOf(person: Person, request: Request): QueueRow {
  const { id, locale, topic, municipality, since, left, owner } = request;
  const whose = owner === undefined ? 'free' : owner === person.id ? 'mine' : 'taken';
  return { requestId: id, locale, topic, municipality, since, left, owner: whose, fits: fits(person, request) };
}
