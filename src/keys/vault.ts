import { randomBytes } from 'node:crypto';
import type { Collection, CollectionSpec } from '../store/documents.js';
import { decrypt, encrypt, type KeyRing } from './key-ring.js';

/** A data key, wrapped; lives apart from the data it protects. */
interface WrappedKey {
  readonly id: string;
  readonly ring: number;
  readonly wrapped: string;
  readonly [field: string]: string | number;
}

export const KEYS: CollectionSpec = { name: 'data_keys', indexes: [{ field: 'ring' }] };

const FORMAT = '1';
const CACHED_KEYS = 5000;
const CACHE_MS = 60_000;

/**
 * Seals text with one data key per subject (a conversation, a contact). Forgetting a subject destroys its key, so that no copy of its
 * data can be read once the wrapping key's epoch is over (security.md R-ENC-01, R-ENC-08).
 */
export interface Vault {
  /** `place` (collection, document, field) is bound to the sealed text: moved elsewhere it does not open. */
  seal(subject: string, place: string, plain: string): Promise<string>;
  /** `undefined` when the subject's key is destroyed. */
  open(subject: string, place: string, sealed: string): Promise<string | undefined>;
  forget(subject: string): Promise<void>;
}

export function createVault(keys: Collection<WrappedKey>, ring: KeyRing, now: () => number): Vault {
  const cache = new Map<string, { key: Buffer; until: number }>();

  function keep(subject: string, key: Buffer): Buffer {
    cache.delete(subject);
    cache.set(subject, { key, until: now() + CACHE_MS });
    const oldest = cache.keys().next().value;
    if (cache.size > CACHED_KEYS && oldest !== undefined) cache.delete(oldest);
    return key;
  }

  async function keyOf(subject: string): Promise<Buffer | undefined> {
    const cached = cache.get(subject);
    if (cached && cached.until > now()) return cached.key;
    const stored = await keys.get(subject);
    const wrapping = stored && ring.key(stored.ring);
    if (!stored || !wrapping) return undefined;
    return keep(subject, decrypt(wrapping, Buffer.from(stored.wrapped, 'base64'), bound(subject, stored.ring)));
  }

  async function makeKey(subject: string): Promise<Buffer> {
    const key = randomBytes(32);
    const wrapping = ring.key(ring.newest);
    if (!wrapping) throw new RangeError(`The key ring lacks its newest key ${ring.newest}`);
    const wrapped = encrypt(wrapping, key, bound(subject, ring.newest)).toString('base64');
    if ((await keys.insert({ id: subject, ring: ring.newest, wrapped })) === 'inserted') return keep(subject, key);
    const winner = await keyOf(subject);
    if (!winner) throw new RangeError('A data key vanished while it was being made');
    return winner;
  }

  /** Several fields of a new document are sealed at once: they share the making of its key. */
  const making = new Map<string, Promise<Buffer>>();
  async function keyFor(subject: string): Promise<Buffer> {
    const key = await keyOf(subject);
    if (key) return key;
    const made = making.get(subject) ?? makeKey(subject).finally(() => making.delete(subject));
    making.set(subject, made);
    return made;
  }

  return {
    async seal(subject, place, plain) {
      const key = await keyFor(subject);
      return `${FORMAT}:${encrypt(key, plain, `${FORMAT}|${place}`).toString('base64')}`;
    },
    async open(subject, place, sealed) {
      const key = await keyOf(subject);
      if (!key) return undefined;
      const [format, data] = sealed.split(':');
      if (format !== FORMAT || data === undefined) throw new RangeError(`Sealed text of unknown format at ${place}`);
      return decrypt(key, Buffer.from(data, 'base64'), `${FORMAT}|${place}`).toString();
    },
    async forget(subject) {
      cache.delete(subject);
      await keys.remove(subject);
    },
  };
}

function bound(subject: string, ring: number): string {
  return `data_key|${subject}|${ring}`;
}
