import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { callDirectLine, StockClient } from '../support/direct-line.js';
import { guide, LOCALES } from '../support/guide.js';
import { presentModerator } from '../support/parts.js';
import { startServer, type TestServer } from '../support/server.js';

let server: TestServer;
let secret: string;
beforeAll(async () => {
  server = await startServer();
  secret = server.parts.directLine.secret;
});
afterAll(() => server.stop());

const clients: StockClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.end();
});

async function call(method: string, path: string, bearer?: string, body?: unknown) {
  return callDirectLine(server.url, method, path, bearer, body);
}

async function newToken(): Promise<{ token: string; conversationId: string }> {
  const { body } = await call('POST', '/tokens/generate', secret, { user: { id: 'dl_parent' } });
  return { token: String(body.token), conversationId: String(body.conversationId) };
}

async function connect(options: { stream: boolean; locale?: string }) {
  const { token, conversationId } = await newToken();
  const client = new StockClient(server.url, token, options);
  clients.push(client);
  await client.next(({ suggestedActions }) => suggestedActions !== undefined, 0, 'the first question');
  return { client, conversationId, token };
}

/** A way through one topic, by buttons alone. */
const WAY = ['primary', 'class_4', 'transition-4-5-recommendation'];

describe('the stock client', () => {
  for (const stream of [true, false]) {
    for (const locale of LOCALES) {
      test(`holds a talk in ${locale} by pressing the offered buttons, ${stream ? 'streaming' : 'polling'}`, async () => {
        const { client } = await connect({ stream, locale });
        for (const choice of WAY) await client.press(choice);
        // On through the topic: always the first button, until a question was seen before.
        const asked = new Set<string | undefined>();
        for (let pressed = 0; pressed < 12; pressed++) {
          const question = client.seen.findLast(({ suggestedActions }) => suggestedActions);
          if (asked.has(question?.channelData.textKey)) break;
          asked.add(question?.channelData.textKey);
          await client.press(question?.channelData.choices[0]?.choice ?? '');
        }
        const said = client.seen.filter(({ from }) => from.id === 'elternbruecke');
        expect(said.some(({ channelData }) => channelData.textKey?.startsWith('transition-4-5-recommendation.'))).toBe(true);
        expect(new Set(said.map(({ channelData }) => channelData.dir))).toEqual(new Set([guide.texts.locale(locale).dir]));
        const ids = client.seen.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
      });
    }
  }

  test('changes the language by a button of the first question', async () => {
    const { client } = await connect({ stream: true, locale: 'de' });
    const before = client.seen.length;
    await client.send({ text: 'Türkçe', value: { locale: 'tr' } });
    const asked = await client.next(({ suggestedActions }) => suggestedActions !== undefined, before);
    expect(asked.channelData.choices.map(({ label }) => label)).toContain(guide.texts.label('tr', 'child-stage', 'primary'));
  });

  test('brings danger, commands and unknown words back as sent, without repeating the words', async () => {
    const { client } = await connect({ stream: true, locale: 'tr' });
    for (const [text, key] of [
      ['Kocam beni dövüyor', 'violence-at-home.'],
      ['geri', 'child-stage.'],
      ['qwertz', 'common.not_understood'],
    ] as const) {
      const before = client.seen.length;
      const clientActivityID = randomUUID();
      await client.send({ text, channelData: { clientActivityID } });
      const own = await client.next(({ channelData }) => channelData.clientActivityID === clientActivityID, before);
      expect(own.text).not.toContain(text);
      expect(own.from).toMatchObject({ id: 'dl_parent', role: 'user' });
      await client.next(({ channelData }) => channelData.textKey?.startsWith(key) === true, before, key);
    }
    const card = client.seen.find(({ channelData }) => channelData.textKey?.startsWith('violence-at-home.'));
    expect(card?.text).toContain('tel:');
  });

  test('sends the same activity twice and is heard once', async () => {
    const { client, conversationId } = await connect({ stream: true, locale: 'tr' });
    const clientActivityID = randomUUID();
    const ids = await Promise.all([1, 2, 3].map(() => client.send({ text: 'qwertz', channelData: { clientActivityID } })));
    expect(new Set(ids).size).toBe(1);
    const log = await server.parts.messages.after(conversationId, 0, 100);
    expect(log.filter(({ body }) => body.clientId === clientActivityID)).toHaveLength(1);
  });

  test('writes with a person, who is marked as one, and is heard by her', async () => {
    const { person } = await presentModerator(server.parts, ['tr']);
    const { client, conversationId } = await connect({ stream: true, locale: 'tr' });
    await client.send({ text: '', value: { command: 'ask_moderator' } });
    await client.next(({ channelData }) => channelData.textKey === 'place.ask_place', 0, 'the question for the place');
    await client.press('skip');
    await client.press('go_on');
    await client.press('skip');
    await client.press('granted');
    const requestId = (await server.parts.requests.ofConversation(conversationId))[0]?.id ?? '';
    expect(await server.parts.desk.claim(person, requestId, randomUUID())).toBe('done');
    await server.parts.desk.act(person, requestId, randomUUID(), { did: 'said', text: 'Merhaba <b>!' });
    const said = await client.next(({ channelData }) => channelData.sender === 'person');
    expect(said).toMatchObject({ text: 'Merhaba <b>!', textFormat: 'plain', from: { role: 'bot', name: person.name } });
    await client.send({ text: 'Teşekkürler' });
    const own = await client.next(({ text }) => text === 'Teşekkürler');
    expect(own.from.role).toBe('user');
  });
});

describe('the protocol', () => {
  test('gives a talk to the secret and to its own token, and to nobody else', async () => {
    const { token, conversationId } = await newToken();
    const other = await newToken();
    expect((await call('POST', '/conversations', token, {})).status).toBe(201);
    expect((await call('POST', '/conversations', token, {})).status).toBe(200);
    await call('POST', '/conversations', other.token, {});
    const path = `/conversations/${conversationId}/activities`;
    const table: [string | undefined, number][] = [
      [token, 200],
      [secret, 200],
      [undefined, 401],
      [other.token, 403],
      [`${token.slice(0, -3)}abc`, 403],
      [`${secret.slice(0, -1)}_`, 403],
      ['eyJhbGciOiJub25lIn0.e30.', 403],
    ];
    for (const [bearer, status] of table) {
      expect([bearer, (await call('GET', path, bearer)).status]).toEqual([bearer, status]);
      expect([bearer, (await call('POST', path, bearer, { type: 'message', text: 'x' })).status]).toEqual([bearer, status]);
    }
    expect((await call('POST', '/tokens/generate', token, {})).status).toBe(401);
    expect((await call('POST', '/tokens/refresh', secret, {})).status).toBe(403);
  });

  test('ends a token after half an hour, a refreshed one later, and all with the talk', async () => {
    const { token, conversationId } = await newToken();
    await call('POST', '/conversations', token, {});
    const path = `/conversations/${conversationId}/activities`;
    server.parts.clock.forward(20 * 60_000);
    const refreshed = String((await call('POST', '/tokens/refresh', token, {})).body.token);
    server.parts.clock.forward(15 * 60_000);
    expect((await call('GET', path, token)).status).toBe(403);
    expect((await call('GET', path, refreshed)).status).toBe(200);
    await server.parts.conversations.remove(conversationId);
    expect((await call('GET', path, refreshed)).status).toBe(404);
    expect((await call('POST', path, refreshed, { type: 'message', text: 'x' })).status).toBe(404);
  });

  test('a stream ticket opens one stream, once, within a minute', async () => {
    const { token, conversationId } = await newToken();
    const open = (address: string) =>
      new Promise<string>((done) => {
        const socket = new WebSocket(address);
        socket.on('message', (data) => {
          done(String(data));
          socket.close();
        });
        socket.on('unexpected-response', (_request, response) => done(`refused ${response.statusCode}`));
      });
    const { body } = await call('POST', '/conversations', token, {});
    const address = String(body.streamUrl);
    expect(address).not.toContain(token);
    const frame = JSON.parse(await open(address));
    expect(frame.activities.length).toBeGreaterThan(0);
    expect(frame.watermark).toBe(String(frame.activities.length));
    expect(await open(address)).toBe('refused 403');
    const again = String((await call('GET', `/conversations/${conversationId}?watermark=1`, token)).body.streamUrl);
    expect(await open(again.replace(conversationId, randomUUID()))).toBe('refused 403');
    const third = String((await call('GET', `/conversations/${conversationId}?watermark=1`, token)).body.streamUrl);
    expect(JSON.parse(await open(third)).activities).toHaveLength(frame.activities.length - 1);
    const late = String((await call('GET', `/conversations/${conversationId}`, token)).body.streamUrl);
    server.parts.clock.forward(61_000);
    expect(await open(late)).toBe('refused 403');
    expect(await open(`${server.url.replace('http', 'ws')}/v3/directline/elsewhere`)).toBe('refused 404');
  });

  test('sets who and where itself, whatever the client says', async () => {
    const { token, conversationId } = await newToken();
    await call('POST', '/conversations', token, { user: { id: 'dl_somebody_else' } });
    const lie = { id: 'x' };
    await call('POST', `/conversations/${conversationId}/activities`, token, {
      type: 'message',
      text: 'qwertz',
      from: { id: 'elternbruecke', role: 'bot' },
      conversation: lie,
      recipient: lie,
      serviceUrl: 'http://evil.example/',
      channelId: 'msteams',
    });
    const { body } = await call('GET', `/conversations/${conversationId}/activities`, token);
    const activities: { from: { id: string }; text: string }[] = body.activities ?? [];
    expect(JSON.stringify(activities)).not.toMatch(/evil|msteams|somebody_else/);
    expect(activities.filter(({ from }) => from.id === 'dl_parent')).toHaveLength(1);
  });

  test('answers bad input with a clear refusal in its own form', async () => {
    const { token, conversationId } = await newToken();
    await call('POST', '/conversations', token, {});
    const path = `/conversations/${conversationId}/activities`;
    const deep = `${'{"value":'.repeat(3000)}1${'}'.repeat(3000)}`;
    const table: [string, string, unknown, number, string][] = [
      ['POST', path, '{"type":', 400, 'BadSyntax'],
      ['POST', path, '[]', 400, 'BadArgument'],
      ['POST', path, {}, 400, 'BadArgument'],
      ['POST', path, { type: 'message', text: 7 }, 400, 'BadArgument'],
      ['POST', path, { type: 'message', text: 'x'.repeat(5000) }, 400, 'BadArgument'],
      ['POST', path, { type: 'message', text: 'x'.repeat(20_000) }, 413, 'MessageSizeTooBig'],
      ['POST', path, deep, 413, 'MessageSizeTooBig'],
      ['GET', `${path}?watermark=abc`, undefined, 400, 'BadArgument'],
      ['POST', `/conversations/${conversationId}/upload?userId=x`, undefined, 415, 'UploadsNotAccepted'],
      ['DELETE', path, undefined, 405, 'method_not_allowed'],
      ['GET', '/tokens/generate', undefined, 405, 'MethodNotAllowed'],
      ['GET', '/nowhere', undefined, 404, 'NotFound'],
    ];
    for (const [method, where, body, status, code] of table) {
      const got = await call(method, where, token, body);
      const error: { code?: string } = got.body.error ?? got.body;
      expect([method, where, got.status, error.code]).toEqual([method, where, status, code]);
    }
    const nasty = ['\u0000', '\ud800', '\u202e abc', '$where', '__proto__', 'a'.repeat(4000)];
    for (const text of nasty) expect((await call('POST', path, token, { type: 'message', text })).status).toBe(200);
    const values = [null, [], { choice: ['x'] }, { choice: 'x' }, { __proto__: 'x' }, { $gt: '' }, 7, { choice: 'x', promptId: 'y' }];
    for (const value of values) expect((await call('POST', path, token, { type: 'message', text: 'x', value })).status).toBe(200);
    for (const type of ['typing', 'event', 'conversationUpdate', 'nonsense'])
      expect((await call('POST', path, token, { type })).status).toBe(200);
  });

  test('may be called from other sites, and nothing else may', async () => {
    const preflight = await fetch(`${server.url}/v3/directline/conversations`, {
      method: 'OPTIONS',
      headers: { origin: 'https://schule.example', 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('x-ms-bot-agent');
    expect(preflight.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    const page = await fetch(`${server.url}/chat?lang=tr`);
    expect(page.headers.get('access-control-allow-origin')).toBe(null);
    expect(page.headers.get('cross-origin-resource-policy')).toBe('same-origin');
  });
});
