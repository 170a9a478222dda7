import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config.js';
import type { Content } from '../../src/content/types.js';
import { openKeyRing } from '../../src/keys/key-ring.js';
import { assemble, type Parts, type PartsOptions, type Stores } from '../../src/parts.js';
import { memoryDocuments } from '../../src/store/memory/documents.js';
import { content as realContent } from './guide.js';

/** A clock that tests move. */
export interface TestClock {
  now(): number;
  forward(milliseconds: number): void;
}

export function testClock(start = Date.parse('2026-11-24T16:00:00Z')): TestClock {
  let at = start;
  return {
    now: () => at,
    forward(milliseconds) {
      at += milliseconds;
    },
  };
}

export interface TestParts extends Parts {
  readonly clock: TestClock;
  readonly stores: Stores;
}

/** The whole product behind the channels, on memory stores unless others are given. */
export async function testParts(
  options: {
    stores?: Stores;
    content?: Content;
    clock?: TestClock;
    keyFile?: string;
    settings?: { [name: string]: string };
    botCredentials?: PartsOptions['botCredentials'];
  } = {},
): Promise<TestParts> {
  const clock = options.clock ?? testClock();
  const stores = options.stores ?? { documents: memoryDocuments(), keys: memoryDocuments() };
  const folder = mkdtempSync(join(tmpdir(), 'elternbruecke-'));
  const ring = openKeyRing(options.keyFile ?? join(folder, 'keys'), { setting: 'KEY_FILE', create: true });
  const config = readConfig({
    DATA_DIR: folder,
    LOG_LEVEL: 'silent',
    OPERATOR_NAME: 'Testbetreiber',
    LEAVE_URL: 'https://neutral.example/',
    ...options.settings,
  });
  const parts = await assemble({
    config,
    content: options.content ?? realContent,
    stores,
    ring,
    now: clock.now,
    botCredentials: options.botCredentials,
  });
  return { ...parts, clock, stores };
}

/** A moderator who speaks the given languages and is there now. */
export async function presentModerator(parts: TestParts, languages: string[] = ['tr'], places: string[] = []) {
  const token = await parts.people.invite();
  const login = `login-${token.slice(0, 8)}`;
  const profile = { name: `Ayşe ${token.slice(0, 1)}.`, organisation: 'Elternnetz', locale: 'de', languages, places, hours: [] };
  const person = await parts.people.join(token, login, 'vier kleine Woerter hier', profile);
  if (typeof person === 'string') throw new Error(`The test moderator could not join: ${person}`);
  await parts.people.setPresence(person.id, parts.clock.now() + 3_600_000);
  return { person, login, password: 'vier kleine Woerter hier' };
}
