import { chmodSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/errors.js';
import { openKeyRing } from '../../src/keys/key-ring.js';
import { createVault, KEYS } from '../../src/keys/vault.js';
import { memoryDocuments } from '../../src/store/memory/documents.js';
import { sealed } from '../../src/store/sealed.js';

const keyFile = () => join(mkdtempSync(join(tmpdir(), 'elternbruecke-')), 'keys');
const open = (path: string, create = true) => openKeyRing(path, { setting: 'KEY_FILE', create });

function vaultOver(path: string, documents = memoryDocuments()) {
  return { documents, vault: createVault(documents.collection(KEYS), open(path), () => 0) };
}

describe('the key file', () => {
  test('is made once, readable by its owner alone', () => {
    const path = keyFile();
    open(path);
    const first = readFileSync(path, 'utf8');
    open(path);
    expect(readFileSync(path, 'utf8')).toBe(first);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test.each([
    ['missing though named', (_path: string) => undefined],
    [
      'readable by others',
      (path: string) => {
        open(path);
        chmodSync(path, 0o644);
      },
    ],
    ['empty', (path: string) => writeFileSync(path, '', { mode: 0o600 })],
    ['too short', (path: string) => writeFileSync(path, '1:c2hvcnQ=\n', { mode: 0o600 })],
    ['without a version', (path: string) => writeFileSync(path, `${Buffer.alloc(32).toString('base64')}\n`, { mode: 0o600 })],
  ])('stops the start when it is %s', (_what, prepare) => {
    const path = keyFile();
    prepare(path);
    expect(() => open(path, false)).toThrow(ConfigError);
  });
});

describe('what is sealed', () => {
  test('opens at its own place only, and not after a flipped bit', async () => {
    const { vault } = vaultOver(keyFile());
    const text = await vault.seal('talk-1', 'messages|1|body', 'gizli söz');
    expect(await vault.open('talk-1', 'messages|1|body', text)).toBe('gizli söz');
    await expect(vault.open('talk-1', 'messages|2|body', text)).rejects.toThrow();
    await vault.seal('talk-2', 'messages|1|body', 'x');
    await expect(vault.open('talk-2', 'messages|1|body', text)).rejects.toThrow();
    const bytes = Buffer.from(text.slice(2), 'base64');
    for (let bit = 0; bit < bytes.length * 8; bit += 7) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await expect(vault.open('talk-1', 'messages|1|body', `1:${flipped.toString('base64')}`)).rejects.toThrow();
    }
  });

  test('is the same text never twice', async () => {
    const { vault } = vaultOver(keyFile());
    const texts = await Promise.all(Array.from({ length: 200 }, () => vault.seal('talk', 'p', 'same')));
    expect(new Set(texts).size).toBe(200);
  });

  test('opens nowhere once its subject is forgotten', async () => {
    const path = keyFile();
    const { documents, vault } = vaultOver(path);
    const text = await vault.seal('talk', 'p', 'x');
    await vault.forget('talk');
    expect(await vault.open('talk', 'p', text)).toBeUndefined();
    expect(await vaultOver(path, documents).vault.open('talk', 'p', text)).toBeUndefined();
  });

  test('made by two writers at once is sealed with one key', async () => {
    const path = keyFile();
    const documents = memoryDocuments();
    const [one, other] = [vaultOver(path, documents).vault, vaultOver(path, documents).vault];
    const [first, second] = await Promise.all([one.seal('talk', 'p', 'a'), other.seal('talk', 'p', 'b')]);
    expect(await other.open('talk', 'p', first)).toBe('a');
    expect(await one.open('talk', 'p', second)).toBe('b');
  });
});

test('a sealed collection shows clear values and stores none', async () => {
  const { vault } = vaultOver(keyFile());
  const plain = memoryDocuments().collection({ name: 'rows', indexes: [] });
  const rows = sealed(plain, vault, { collection: 'rows', fields: ['secret', 'map.*'], subject: (id) => id });
  await rows.insert({ id: '1', secret: 'gizli', map: { a: { b: 'gizli' } }, open: 'yes' });
  await rows.update('1', { set: { 'map.c': 'gizli', secret: ['gizli'] }, unset: ['map.a'] });
  expect(await rows.get('1')).toEqual({ id: '1', secret: ['gizli'], map: { c: 'gizli' }, open: 'yes' });
  expect(JSON.stringify(await plain.get('1'))).not.toContain('gizli');
  await vault.forget('1');
  expect(await rows.get('1')).toBeUndefined();
  expect(await rows.find({ limit: 10 })).toEqual([]);
});
