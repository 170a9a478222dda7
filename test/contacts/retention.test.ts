import { describe, expect, test } from 'vitest';
import { readCode } from '../../src/contacts/contacts.js';
import { retain } from '../../src/contacts/forget.js';
import { watchClock } from '../../src/jobs.js';
import { presentModerator, testParts } from '../support/parts.js';
import { askForPerson, openTalk } from '../support/talk.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('forgetting', () => {
  test('an anonymous talk is gone a day after its last activity, not before, with its messages, sessions and key', async () => {
    const parts = await testParts();
    const talk = await openTalk(parts);
    const token = await parts.sessions.begin('parent', talk.id);
    parts.clock.forward(23 * HOUR);
    await talk.command('menu');
    parts.clock.forward(23 * HOUR);
    await retain(parts);
    expect(await parts.conversations.load(talk.id)).toBeDefined();
    parts.clock.forward(2 * HOUR);
    await retain(parts);
    expect(await parts.conversations.load(talk.id)).toBeUndefined();
    expect(await parts.messages.after(talk.id, 0, 10)).toEqual([]);
    expect(await parts.sessions.read('parent', token)).toBeUndefined();
    expect(await parts.stores.keys.collection({ name: 'data_keys', indexes: [] }).get(talk.id)).toBeUndefined();
  });

  test('a talk with a handover stays 30 days', async () => {
    const parts = await testParts();
    await presentModerator(parts);
    const talk = await openTalk(parts);
    await askForPerson(talk);
    parts.clock.forward(29 * DAY);
    await retain(parts);
    expect(await parts.conversations.load(talk.id)).toBeDefined();
    parts.clock.forward(2 * DAY);
    await retain(parts);
    expect(await parts.conversations.load(talk.id)).toBeUndefined();
    expect(await parts.requests.ofConversation(talk.id)).toEqual([]);
  });

  test('a contact goes 90 days after the last act, an act puts it off', async () => {
    const parts = await testParts();
    await parts.contacts.save(
      'once',
      { conversationId: 'talk', purpose: 'call_back', locale: 'tr', fields: { name: 'Fatma' } },
      '1234 5678 9012 3456',
    );
    parts.clock.forward(80 * DAY);
    await parts.contacts.touch((await parts.contacts.ofConversation('talk'))[0]?.id ?? '');
    parts.clock.forward(80 * DAY);
    await retain(parts);
    expect(await parts.contacts.ofConversation('talk')).toHaveLength(1);
    parts.clock.forward(11 * DAY);
    await retain(parts);
    expect(await parts.contacts.ofConversation('talk')).toEqual([]);
  });

  test("a parent's session ends after an hour of silence and a day at most", async () => {
    const parts = await testParts();
    const token = await parts.sessions.begin('parent', 'talk');
    for (let hour = 0; hour < 23; hour++) {
      parts.clock.forward(59 * 60_000);
      expect(await parts.sessions.read('parent', token), `after ${hour} hours`).toBeDefined();
    }
    parts.clock.forward(61 * 60_000);
    expect(await parts.sessions.read('parent', token)).toBeUndefined();
    expect(await parts.sessions.read('person', token)).toBeUndefined();
  });

  test('a renewed session kills its old token', async () => {
    const parts = await testParts();
    const old = await parts.sessions.begin('parent', 'talk');
    const fresh = await parts.sessions.renew('parent', old);
    expect(await parts.sessions.read('parent', old)).toBeUndefined();
    expect((await parts.sessions.read('parent', fresh))?.subject).toBe('talk');
  });
});

test('a receipt code is typed in any script, with spaces or dashes', () => {
  for (const typed of ['1234567890123456', ' 1234-5678-9012-3456 ', '١٢٣٤ ٥٦٧٨ ٩٠١٢ ٣٤٥٦', '۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵۶'])
    expect(readCode(typed)).toBe('1234 5678 9012 3456');
  for (const typed of ['', '123', '1234 5678 9012 345', 'abcd 5678 9012 3456']) expect(readCode(typed)).toBeUndefined();
});

test('a jump of the wall clock is seen against the monotonic one', () => {
  let [wall, monotonic] = [1_000_000, 0];
  const jump = watchClock(
    () => wall,
    () => monotonic,
  );
  wall += 5_000;
  monotonic += 5_000;
  expect(jump()).toBe(0);
  wall += 30 * DAY;
  expect(jump()).toBe(30 * DAY);
});
