import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { presentModerator } from '../support/parts.js';
import { PlainBrowser, startServer, type TestServer } from '../support/server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const WORDS = 'Kızım için okul arıyorum';

/** A parent who left a message while nobody was there, with her code. */
async function leaveMessage(): Promise<{ parent: PlainBrowser; code: string }> {
  const parent = await new PlainBrowser(server.url).get('/chat?lang=tr');
  for (const [name, value] of [
    ['choice', 'skip'],
    ['command', 'ask_moderator'],
    ['choice', 'skip'],
    ['choice', 'leave_message'],
    ['text', WORDS],
    ['choice', 'granted'],
    ['choice', 'without_number'],
  ] as const)
    await parent.press(name, value);
  return { parent, code: /\d{4} \d{4} \d{4} \d{4}/.exec(parent.html)?.[0] ?? '' };
}

/** Posts what a form of the page holds, with its button. */
async function post(browser: PlainBrowser, act: string, fields: { [name: string]: string } = {}): Promise<void> {
  const hidden = Object.fromEntries(
    ['csrf', 'shown', 'contact'].flatMap((name) => {
      const value = new RegExp(`name="${name}" value="([^"]*)"`).exec(browser.html)?.[1];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  await browser.post('/my-data', { ...hidden, ...fields, do: act });
}

describe('a left message', () => {
  test('is seen under "my data" on another device with the code alone, and is in the download', async () => {
    const { code } = await leaveMessage();
    const other = await new PlainBrowser(server.url).get('/my-data?lang=tr');
    await post(other, 'open', { code });
    expect(other.html).toContain(WORDS);
    await other.get('/my-data/download', { accept: 'application/json' });
    expect(JSON.parse(other.html)).toMatchObject({ asked: [{ words: WORDS }], contacts: [{ purpose: 'message' }] });
  });

  test('withdrawn is gone from the desk, also from under the hands of the moderator who has it', async () => {
    const { person } = await presentModerator(server.parts, ['tr'], ['essen']);
    await server.parts.people.setPresence(person.id, undefined);
    const waiting = (await server.parts.desk.queue(person)).map(({ requestId: id }) => id);
    const { parent } = await leaveMessage();
    const requestId = (await server.parts.desk.queue(person)).find(({ requestId: id }) => !waiting.includes(id))?.requestId ?? '';
    expect(await server.parts.desk.claim(person, requestId, randomUUID())).toBe('done');
    expect((await server.parts.desk.open(person, requestId))?.summary.message).toBe(WORDS);
    await parent.get('/my-data?lang=tr');
    await post(parent, 'withdraw');
    expect(parent.status).toBe(200);
    expect(parent.html).not.toContain(WORDS);
    expect(await server.parts.desk.open(person, requestId)).toBeUndefined();
    expect(await server.parts.requests.get(requestId)).toBeUndefined();
    await parent.get('/chat');
    expect(parent.html).toContain('value="ask_moderator"');
  });

  test('of a stranger is not opened by a wrong code', async () => {
    await leaveMessage();
    const stranger = await new PlainBrowser(server.url).get('/my-data?lang=tr');
    await post(stranger, 'open', { code: '1234 5678 1234 5678' });
    expect(stranger.html).not.toContain(WORDS);
  });
});
