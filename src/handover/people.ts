import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { KeyRing } from '../keys/key-ring.js';
import { fitsHash, slowHash } from '../keys/slow-hash.js';
import type { Vault } from '../keys/vault.js';
import { hashToken } from '../sessions/sessions.js';
import { fromJson, toJson } from '../store/conversations.js';
import type { Collection, CollectionSpec, Document, Documents } from '../store/documents.js';
import { sealed } from '../store/sealed.js';

export const PEOPLE: CollectionSpec = {
  name: 'people',
  indexes: [{ field: 'loginIndex', unique: true }, { field: 'active' }, { field: 'presentUntil' }],
};
export const INVITES: CollectionSpec = { name: 'invites', indexes: [{ field: 'expiresAt' }] };

export const PASSWORD_LENGTH = { min: 15, max: 128 } as const;
const INVITE_MS = 72 * 3_600_000;
/** Presence lasts at most this long without being renewed. */
export const PRESENCE_MS = 4 * 3_600_000;

/** Hours in which someone is usually there, Europe/Berlin. `weekday` 1 = Monday … 7 = Sunday; times `HH:MM`. */
export interface Hours {
  readonly weekday: number;
  readonly from: string;
  readonly to: string;
}

/** A parent moderator as the product knows her; never a private number. */
export interface Person {
  readonly id: string;
  /** First name and initial, as parents see it. */
  readonly name: string;
  readonly login: string;
  readonly organisation: string;
  /** The language her console speaks. */
  readonly locale: string;
  readonly languages: readonly string[];
  readonly places: readonly string[];
  readonly hours: readonly Hours[];
  readonly active: boolean;
  /** Present until this moment; past or absent = away. */
  readonly presentUntil?: number;
}

export type Profile = Pick<Person, 'name' | 'organisation' | 'locale' | 'languages' | 'places' | 'hours'>;

interface Row extends Document {
  readonly loginIndex: string;
  readonly passwordHash: string;
  readonly active: boolean;
  readonly presentUntil?: number;
}

export interface People {
  /** A one-time link's token, valid 72 hours. */
  invite(): Promise<string>;
  /** Whether an invitation can still be used; looking does not use it up. */
  invited(token: string): Promise<boolean>;
  /** Uses the invitation up. `'taken'`: the login exists; the invitation stays. */
  join(token: string, login: string, password: string, profile: Profile): Promise<Person | 'gone' | 'taken'>;
  /** The person, or nothing for a wrong login, a wrong password and a suspended person alike, in the same time. */
  login(login: string, password: string): Promise<Person | undefined>;
  get(id: string): Promise<Person | undefined>;
  all(): Promise<Person[]>;
  present(): Promise<Person[]>;
  updateProfile(id: string, profile: Profile): Promise<void>;
  setPresence(id: string, until: number | undefined): Promise<void>;
  suspend(id: string): Promise<boolean>;
}

export function createPeople(documents: Documents, vault: Vault, ring: KeyRing, now: () => number): People {
  const plain: Collection<Row> = documents.collection(PEOPLE);
  const rows = sealed(plain, vault, { collection: 'people', fields: ['profile', 'login'], subject: (id) => id });
  const invites = documents.collection(INVITES);
  const indexKey = ring.derive('login-index');
  const indexOf = (login: string) => createHmac('sha256', indexKey).update(login.trim().toLowerCase()).digest('hex');

  return {
    async invite() {
      const token = randomBytes(32).toString('base64url');
      await invites.insert({ id: hashToken(token), expiresAt: now() + INVITE_MS });
      return token;
    },
    async invited(token) {
      const invite = await invites.get(hashToken(token));
      return typeof invite?.expiresAt === 'number' && invite.expiresAt > now();
    },
    async join(token, login, password, profile) {
      const id = randomUUID();
      if (!(await this.invited(token))) return 'gone';
      const passwordHash = await slowHash(password);
      if ((await plain.find({ equals: { loginIndex: indexOf(login) }, limit: 1 })).length > 0) return 'taken';
      if (!(await invites.remove(hashToken(token)))) return 'gone';
      const row = { id, loginIndex: indexOf(login), passwordHash, active: true, login: login.trim(), profile: toJson(profile) };
      if ((await rows.insert(row)) === 'exists') return 'taken';
      return { id, login: login.trim(), active: true, ...profile };
    },
    async login(login, password) {
      const [row] = await rows.find({ equals: { loginIndex: indexOf(login) }, limit: 1 });
      const fits = await fitsHash(row?.passwordHash, password);
      return row && fits && row.active ? fromRow(row) : undefined;
    },
    async get(id) {
      const row = await rows.get(id);
      return row && fromRow(row);
    },
    async all() {
      return (await rows.find({ limit: 1000 })).map(fromRow);
    },
    async present() {
      const found = await rows.find({ range: { field: 'presentUntil', above: now() }, limit: 1000 });
      return found.filter(({ active }) => active).map(fromRow);
    },
    async updateProfile(id, profile) {
      await rows.update(id, { set: { profile: toJson(profile) } });
    },
    async setPresence(id, until) {
      await plain.update(
        id,
        until === undefined ? { unset: ['presentUntil'] } : { set: { presentUntil: Math.min(until, now() + PRESENCE_MS) } },
      );
    },
    async suspend(id) {
      return (await plain.update(id, { set: { active: false }, unset: ['presentUntil'] })) === 'updated';
    },
  };
}

function fromRow(row: Row): Person {
  const { id, active, presentUntil } = row;
  return { ...fromJson<Profile>(row.profile), login: String(row.login), id, active, presentUntil };
}
