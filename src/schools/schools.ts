import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { KeyRing } from '../keys/key-ring.js';
import type { Collection, CollectionSpec, Document, Documents } from '../store/documents.js';

export const SCHOOLS: CollectionSpec = { name: 'schools', indexes: [{ field: 'revoked' }] };

/** Letters and digits that are not mistaken for each other on paper. */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';
const ID_LENGTH = 12;
const TAG_LENGTH = 6;
/** Short, well-known words; the one on the poster and the one on the page must be the same. */
const CHECK_WORDS = [
  'Apfel',
  'Birne',
  'Brot',
  'Baum',
  'Blume',
  'Sonne',
  'Mond',
  'Stern',
  'Haus',
  'Tisch',
  'Stuhl',
  'Lampe',
  'Vogel',
  'Fisch',
  'Katze',
  'Hund',
];

export interface School {
  /** What stands in the link: random id and check tag. */
  readonly code: string;
  readonly name: string;
  readonly municipality: string;
  readonly checkWord: string;
}

interface Row extends Document {
  readonly name: string;
  readonly municipality: string;
  readonly checkWord: string;
  readonly revoked: boolean;
}

export interface Schools {
  add(school: Pick<School, 'name' | 'municipality'>): Promise<School>;
  /** The school of a link; unknown, altered and revoked codes are alike. */
  find(code: string): Promise<School | undefined>;
  all(): Promise<School[]>;
  revoke(code: string): Promise<boolean>;
}

export function createSchools(documents: Documents, ring: KeyRing): Schools {
  const rows: Collection<Row> = documents.collection(SCHOOLS);
  const key = ring.derive('school-link');
  const tagOf = (id: string) => letters(createHmac('sha256', key).update(id).digest(), TAG_LENGTH);

  function idOf(code: string): string | undefined {
    const id = code.slice(0, ID_LENGTH);
    const tag = Buffer.from(code.slice(ID_LENGTH).padEnd(TAG_LENGTH));
    const right = Buffer.from(tagOf(id));
    return tag.length === right.length && timingSafeEqual(tag, right) ? id : undefined;
  }
  const fromRow = ({ id, name, municipality, checkWord }: Row): School => ({ code: id + tagOf(id), name, municipality, checkWord });

  return {
    async add({ name, municipality }) {
      const id = letters(randomBytes(32), ID_LENGTH);
      const checkWord = CHECK_WORDS[(randomBytes(1)[0] ?? 0) % CHECK_WORDS.length] ?? 'Apfel';
      const row = { id, name, municipality, checkWord, revoked: false };
      await rows.insert(row);
      return fromRow(row);
    },
    async find(code) {
      const row = await rows.get(idOf(code) ?? '');
      return row && !row.revoked ? fromRow(row) : undefined;
    },
    async all() {
      return (await rows.find({ equals: { revoked: false }, limit: 1000 })).map(fromRow);
    },
    async revoke(code) {
      const id = idOf(code);
      return id !== undefined && (await rows.update(id, { where: { revoked: false }, set: { revoked: true } })) === 'updated';
    },
  };
}

function letters(bytes: Buffer, length: number): string {
  return Array.from(bytes.subarray(0, length), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}
