import { createCipheriv, createDecipheriv, createHmac, randomBytes, randomFillSync } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { ConfigError } from '../errors.js';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Wrapping keys by version; the newest wraps, older ones still unwrap. */
export interface KeyRing {
  readonly newest: number;
  key(version: number): Buffer | undefined;
  /** A key of its own for one use, derived from the newest wrapping key's ring (never stored). */
  derive(use: string): Buffer;
}

/**
 * Reads the ring from a file of lines `<version>:<base64 of 32 bytes>`, or makes it (mode 600) when `create` is given.
 *
 * @throws ConfigError when the file is readable by others, empty or malformed
 */
export function openKeyRing(path: string, { setting, create }: { readonly setting: string; readonly create: boolean }): KeyRing {
  if (!existsSync(path)) {
    if (!create)
      throw new ConfigError(setting, 'the key file does not exist', 'Name an existing file, or leave the setting out to have one made.');
    writeFileSync(path, `1:${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
    chmodSync(path, 0o600);
  }
  if ((statSync(path).mode & 0o077) !== 0)
    throw new ConfigError(setting, 'the key file can be read by other users', 'Run: chmod 600 on it.');
  const keys = new Map(
    readFileSync(path, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => parseLine(line, setting)),
  );
  const newest = Math.max(...keys.keys());
  const root = keys.get(Math.min(...keys.keys()));
  if (!root) throw new ConfigError(setting, 'the key file is empty', 'Restore it from your key backup.');
  return {
    newest,
    key: (version) => keys.get(version),
    derive: (use) => createHmac('sha256', root).update(`elternbruecke:${use}`).digest(),
  };
}

function parseLine(line: string, setting: string): [number, Buffer] {
  const [version, secret] = line.split(':');
  const key = Buffer.from(secret ?? '', 'base64');
  if (!/^[1-9]\d*$/.test(version ?? '') || key.length !== KEY_BYTES) {
    throw new ConfigError(
      setting,
      'a line of the key file is not <version>:<base64 of 32 bytes>',
      'Restore the file from your key backup.',
    );
  }
  return [Number(version), key];
}

/** Random bytes for many nonces, fetched at once; none is ever handed out twice. */
const nonces = Buffer.alloc(NONCE_BYTES * 256);
let taken = nonces.length;

function freshNonce(): Buffer {
  if (taken === nonces.length) {
    randomFillSync(nonces);
    taken = 0;
  }
  taken += NONCE_BYTES;
  return nonces.subarray(taken - NONCE_BYTES, taken);
}

/** AES-256-GCM with a fresh random nonce; `bound` (what it belongs to) is authenticated, not stored. */
export function encrypt(key: Buffer, plain: Buffer | string, bound: string): Buffer {
  const nonce = freshNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(bound));
  // A stream cipher: `update` gives all bytes, `final` only makes the tag.
  const sealed = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain);
  cipher.final();
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]);
}

/** @throws Error when the bytes, the key or `bound` are not those of `encrypt` */
export function decrypt(key: Buffer, sealed: Buffer, bound: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES));
  decipher.setAAD(Buffer.from(bound));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const plain = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES));
  decipher.final();
  return plain;
}
