import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { maySendTo } from '../../src/channels/bot-framework/service-hosts.js';
import { sweep } from '../../src/effects/sweep.js';
import { finishOwn } from '../../src/jobs.js';
import { createLog } from '../../src/log.js';
import { LEASE_MS } from '../../src/turn/handle-turn.js';
import {
  APP_ID,
  botSettings,
  type Connector,
  FixedCredentials,
  type Issuer,
  startConnector,
  startIssuer,
} from '../support/bot-framework.js';
import { LOCALES } from '../support/guide.js';
import { presentModerator, testParts } from '../support/parts.js';
import { startServer, type TestServer } from '../support/server.js';

let issuer: Issuer;
let connector: Connector;
let server: TestServer;
beforeAll(async () => {
  [issuer, connector] = await Promise.all([startIssuer(), startConnector()]);
  server = await startServer(await testParts({ settings: botSettings(issuer, connector), botCredentials: new FixedCredentials() }));
});
afterAll(async () => {
  await server.stop();
  issuer.stop();
  connector.stop();
});
// The library writes every refused token to the console.
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(() => {
  vi.restoreAllMocks();
  connector.delivered.splice(0);
});

/** Someone's chat with the bot over a channel. */
function chat({ locale = 'tr', channelId = 'webchat' } = {}) {
  const conversation = { id: `conv-${randomUUID()}`, name: 'Gespräch mit Ayşe Y.' };
  const from = { id: `user-${randomUUID()}`, name: 'Ayşe Yılmaz', aadObjectId: 'aad-1' };
  const activity = (more: object) => ({
    type: 'message',
    id: randomUUID(),
    timestamp: new Date().toISOString(),
    channelId,
    serviceUrl: `${connector.url}/`,
    conversation,
    from,
    recipient: { id: 'bot', name: 'Bot' },
    locale,
    ...more,
  });
  const expecting = { deliveryMode: 'expectReplies' };
  return {
    conversation,
    from,
    activity,
    send: (more: object) => post(activity(more)),
    /** Says something and reads the replies from the answer. */
    async ask(more: object) {
      const { status, body } = await post(activity({ ...expecting, ...more }));
      expect(status).toBe(200);
      return body.activities as Reply[];
    },
  };
}

interface Reply {
  readonly text: string;
  readonly suggestedActions?: { readonly actions: readonly { readonly title: string; readonly value: object }[] };
  readonly channelData: {
    readonly textKey: string;
    readonly dir: string;
    readonly choices: readonly { readonly choice: string; readonly promptId: string; readonly label: string }[];
  };
}

async function post(
  body: object | string,
  header?: string | null,
): Promise<{ status: number; body: { activities?: unknown; error?: { code: string; message: string } }; text: string }> {
  const serviceUrl = typeof body === 'object' && 'serviceUrl' in body ? String(body.serviceUrl) : '';
  const authorization = header === undefined ? `Bearer ${await issuer.token(serviceUrl)}` : header;
  const response = await fetch(`${server.url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization === null ? {} : { authorization }) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, text, body: text.startsWith('{') ? JSON.parse(text) : {} };
}

const keys = () => connector.delivered.map(({ activity }) => activity.channelData.textKey);

describe('the same dialogs over the Bot Framework', () => {
  for (const locale of LOCALES) {
    test(`lead through a topic in ${locale}, with the replies in the answer`, async () => {
      const parent = chat({ locale });
      let replies = await parent.ask({ type: 'conversationUpdate', membersAdded: [parent.from] });
      for (const choice of ['primary', 'class_4', 'transition-4-5-recommendation', 'when']) {
        const button = replies.at(-1)?.suggestedActions?.actions.find(({ value }) => 'choice' in value && value.choice === choice);
        replies = await parent.ask({ text: button?.title, value: button?.value });
      }
      expect(replies[0]?.channelData.textKey).toBe('transition-4-5-recommendation.this_year');
      expect(replies[0]?.text).toMatch(/\d\d\.\d\d\.\d{4}/);
      expect(replies.every(({ channelData }) => channelData.dir === (locale === 'ar' ? 'rtl' : 'ltr'))).toBe(true);
    });
  }

  test('come through the connector, signed, in order; a card with buttons in Teams', async () => {
    const parent = chat({ channelId: 'msteams' });
    expect(await parent.send({ text: 'Merhaba' })).toMatchObject({ status: 200, text: '' });
    await connector.waitFor(2);
    expect(keys()).toEqual(['arrival.hello', 'child-stage.ask_band']);
    const [first, second] = connector.delivered;
    expect(first?.path).toContain(`/v3/conversations/${parent.conversation.id}/activities`);
    expect(first?.authorization).toBe('Bearer outbound');
    expect(JSON.stringify(second?.activity.attachments)).toContain('vnd.microsoft.card.hero');
    expect(second?.activity.suggestedActions).toBeUndefined();
  });

  test('bring the help card first, also as the first word of a talk', async () => {
    const parent = chat();
    await parent.send({ text: 'Kocam beni dövüyor' });
    await connector.waitFor(1);
    expect(keys()[0]).toMatch(/^violence-at-home\./);
  });

  test('relay a person’s words both ways', async () => {
    const { person } = await presentModerator(server.parts, ['tr']);
    const parent = chat();
    let replies = await parent.ask({ value: { command: 'ask_moderator' } });
    for (const choice of ['skip', 'go_on', 'skip', 'granted']) {
      const offered = replies.at(-1)?.channelData.choices.find((button) => button.choice === choice);
      replies = await parent.ask({ value: offered });
    }
    const [request] = (await server.parts.requests.waiting(100)).slice(-1);
    const requestId = request?.id ?? '';
    await server.parts.desk.claim(person, requestId, randomUUID());
    await server.parts.desk.act(person, requestId, randomUUID(), { did: 'said', text: 'Merhaba <b>' });
    await connector.waitFor(2);
    expect(connector.delivered.at(-1)?.activity).toMatchObject({
      text: 'Merhaba <b>',
      textFormat: 'plain',
      channelData: { sender: 'person' },
    });
    await parent.send({ text: 'Teşekkürler' });
    const log = await server.parts.messages.after(request?.conversationId ?? '', 0, 100);
    expect(log.at(-1)?.body).toMatchObject({ kind: 'written', from: 'parent', text: 'Teşekkürler' });
  });

  test('keep of a person only what is needed to answer, and nothing of it readable', async () => {
    const parent = chat();
    await parent.send({ text: 'Merhaba' });
    await connector.waitFor(2);
    const { stores, conversations } = server.parts;
    const rows = await stores.documents.collection({ name: 'conversations', indexes: [] }).find({ limit: 1000 });
    const raw = JSON.stringify(rows);
    for (const secret of ['Ayşe', 'aad-1', parent.from.id, parent.conversation.id, connector.url]) expect(raw).not.toContain(secret);
    const addresses = await Promise.all(rows.map(async ({ id }) => (await conversations.load(id))?.address.reference ?? ''));
    const own = addresses.find((reference) => reference.includes(parent.conversation.id));
    expect(own).toContain(parent.from.id);
    expect(own).not.toMatch(/Ayşe|aad-1/);
  });

  test('are not held before others: groups and channels get no answer', async () => {
    for (const group of [{ isGroup: true }, { conversationType: 'channel' }, { conversationType: 'groupChat' }]) {
      const parent = chat();
      expect((await parent.send({ text: 'Merhaba', conversation: { ...parent.conversation, ...group } })).status).toBe(200);
    }
    expect(connector.delivered).toEqual([]);
  });
});

describe('what a channel sends again', () => {
  test('has one effect: the same id, and the same words under a new id within a minute', async () => {
    const parent = chat();
    await parent.ask({ text: 'Merhaba' });
    const id = randomUUID();
    const first = await parent.ask({ id, text: 'qwertz' });
    expect(await parent.ask({ id, text: 'qwertz' })).toEqual(first);
    server.parts.clock.forward(30_000);
    expect(await parent.ask({ text: ' qwertz ' })).toEqual(first);
    server.parts.clock.forward(31_000);
    const later = await parent.ask({ text: 'qwertz' });
    expect(later).toHaveLength(first.length);
    expect(await parent.ask({ id, text: 'qwertz' })).toEqual([]);
  });

  test('a card pressed again is one answer, but the same number for the next question is another', async () => {
    const parent = chat();
    const opened = await parent.ask({ text: 'Merhaba' });
    const primary = opened.at(-1)?.channelData.choices.find(({ choice }) => choice === 'primary');
    const first = await parent.ask({ value: primary });
    expect(await parent.ask({ value: primary })).toEqual(first);
    const second = await parent.ask({ text: '4' });
    expect(second.at(-1)?.channelData.textKey).toBe('menu.after_class_4');
    const third = await parent.ask({ text: '4' });
    expect(third[0]?.channelData.textKey).not.toBe('menu.after_class_4');
  });

  test('fifty posts of one activity at once are one turn', async () => {
    const parent = chat();
    await parent.ask({ text: 'Merhaba' });
    const activity = parent.activity({ text: 'qwertz' });
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(activity)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await connector.waitFor(1);
    await new Promise((later) => setTimeout(later, 100));
    expect(keys()).toEqual(['common.not_understood']);
  });

  test('the answer does not wait for a slow connector', async () => {
    const parent = chat();
    await parent.ask({ text: 'Merhaba' });
    connector.answers.push('hang');
    expect((await parent.send({ text: 'qwertz' })).status).toBe(200);
    // The connector never answers; whoever had waited would have given up on it by now.
    expect(connector.givenUp()).toBe(0);
  });
});

describe('a message whose arrival is not clear', () => {
  async function talkWith(answers: Connector['answers']) {
    const parent = chat();
    await parent.ask({ text: 'Merhaba' });
    connector.answers.push(...answers);
    return parent;
  }
  async function finish() {
    server.parts.clock.forward(LEASE_MS + 1);
    await sweep(server.parts.conversations, server.parts.carryOut, server.parts.clock.now);
  }
  /** What the desk would show beside the messages of this talk. */
  async function deliveries(conversation: { id: string }) {
    const { stores, conversations, messages } = server.parts;
    const rows = await stores.documents.collection({ name: 'conversations', indexes: [] }).find({ limit: 1000 });
    const talks = await Promise.all(rows.map(({ id }) => conversations.load(id)));
    const own = talks.find((talk) => talk?.address.reference?.includes(conversation.id));
    const log = await messages.after(own?.conversationId ?? '', 0, 100);
    return log.flatMap(({ delivery }) => (delivery === undefined ? [] : [delivery]));
  }
  const quiet = () => new Promise((later) => setTimeout(later, 150));

  test.each([
    ['is not sent again when the connection breaks after it was taken', ['take and cut'], 1, ['unknown']],
    ['is not sent again when the connection breaks', ['cut'], 0, ['unknown']],
    ['is not sent again after 500, 503 or 408', [{ status: 503 }], 0, ['unknown']],
    ['is not sent again after a timeout of the channel', [{ status: 408 }], 0, ['unknown']],
    ['counts as failed when the channel refuses it', [{ status: 403 }], 0, ['failed']],
    ['is not carried to another address', [{ status: 307, headers: { location: 'http://127.0.0.1:9/' } }], 0, ['failed']],
    ['is sent again after 429', [{ status: 429 }], 1, []],
  ] as const)('%s', async (_what, answers, arrived, marked) => {
    const parent = await talkWith([...answers]);
    await parent.send({ text: 'qwertz' });
    await quiet();
    await finish();
    await quiet();
    await finish();
    expect(keys()).toEqual(Array.from({ length: arrived }, () => 'common.not_understood'));
    expect(await deliveries(parent.conversation)).toEqual([...marked]);
  });

  test('does not hold up the start of a server while the channel is away', async () => {
    const parent = await talkWith([{ status: 429 }, { status: 429 }]);
    await parent.send({ text: 'qwertz' });
    await quiet();
    server.parts.clock.forward(1000);
    await finishOwn(server.parts, createLog('silent'));
    expect([keys(), connector.answers]).toEqual([[], []]);
    await finish();
    await connector.waitFor(1);
    expect(keys()).toEqual(['common.not_understood']);
  });

  test('is sent again when it is a help card: rather twice than not at all', async () => {
    const parent = await talkWith(['take']);
    // The node dies between noting "trying" and hearing the channel's answer: the effect is left owed and tried.
    const { conversations } = server.parts;
    const settle = vi.spyOn(conversations, 'settle').mockImplementation(async () => {});
    await parent.send({ text: 'Kocam beni dövüyor' });
    await connector.waitFor(1);
    await quiet();
    settle.mockRestore();
    const once = connector.delivered.length;
    await finish();
    await connector.waitFor(once + 1);
    expect(keys().every((key) => key.startsWith('violence-at-home.'))).toBe(true);
  });
});

describe('who may post', () => {
  test('25 wrong tokens are refused alike, before any work', async () => {
    const url = `${connector.url}/`;
    const now = Math.floor(Date.now() / 1000);
    const good = await issuer.token(url);
    const [head, payload, signature] = good.split('.');
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const bearer = async (...changed: Parameters<Issuer['token']>) => `Bearer ${await issuer.token(...changed)}`;
    const wrong: (string | null)[] = [
      null,
      '',
      'Bearer',
      'Bearer ',
      'Bearer abc',
      'Bearer a.b.c',
      'Basic dXNlcjpwYXNz',
      good,
      `bearer${good}`,
      `Bearer ${head}.${payload}.`,
      `Bearer ${head}.${payload}.${signature?.slice(0, -4)}AAAA`,
      `Bearer ${encode({ alg: 'none' })}.${payload}.`,
      `Bearer ${encode({ alg: 'none', kid: 'x' })}.${payload}.${signature}`,
      `Bearer ${head}.${encode({ iss: 'https://api.botframework.com', aud: APP_ID, serviceurl: url, exp: now + 600 })}.${signature}`,
      await bearer(url, { foreignKey: true }),
      await bearer(url, { alg: 'HS256' }),
      await bearer(url, { header: { kid: 'unknown' } }),
      await bearer(url, { header: { kid: undefined } }),
      await bearer(url, { claims: { aud: 'another-bot' } }),
      await bearer(url, { claims: { aud: undefined } }),
      await bearer(url, { claims: { iss: 'https://evil.example' } }),
      await bearer(url, { claims: { iss: undefined } }),
      await bearer(url, { claims: { exp: now - 600 } }),
      await bearer(url, { claims: { exp: undefined } }),
      await bearer(url, { claims: { nbf: now + 3600 } }),
      await bearer(url, { claims: { serviceurl: 'https://evil.example/' } }),
      await bearer(url, { claims: { serviceurl: undefined } }),
      await bearer('https://evil.example/'),
      await bearer(url, { claims: { iss: 'https://sts.windows.net/x/', ver: '1.0', appid: APP_ID } }),
    ];
    const activity = chat().activity({ text: 'Merhaba' });
    for (const [index, header] of wrong.entries()) {
      const { status, text } = await post(activity, header);
      expect([index, status, text]).toEqual([index, 401, '{"error":{"code":"Unauthorized","message":"Unauthorized"}}']);
    }
    expect(connector.delivered).toEqual([]);
    expect((await post(activity, `Bearer ${good}`)).status).toBe(200);
    await connector.waitFor(2);
  });

  test('a signed activity that would send answers elsewhere, or names no place or channel, is refused', async () => {
    const parent = chat();
    for (const serviceUrl of [
      'https://evil.example/',
      'http://169.254.169.254/',
      'http://127.0.0.1:1/',
      'ftp://x/',
      '//x',
      '',
      7,
      undefined,
    ]) {
      const answer = await post(parent.activity({ text: 'x', serviceUrl }), `Bearer ${await issuer.token(String(serviceUrl ?? ''))}`);
      expect([serviceUrl, [400, 401].includes(answer.status)]).toEqual([serviceUrl, true]);
    }
    for (const channelId of ['', undefined, 'AseChannel']) {
      const answer = await post(parent.activity({ text: 'x', channelId }));
      expect([channelId, [400, 401].includes(answer.status)]).toEqual([channelId, true]);
    }
    expect(connector.delivered).toEqual([]);
  });

  test('while the channel’s keys cannot be had, nobody gets in', async () => {
    const gone = await startIssuer();
    const other = await startServer(await testParts({ settings: botSettings(gone, connector), botCredentials: new FixedCredentials() }));
    gone.stop();
    const activity = chat().activity({ text: 'x' });
    const response = await fetch(`${other.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await gone.token(`${connector.url}/`)}` },
      body: JSON.stringify(activity),
    });
    expect(response.status).toBe(503);
    expect(await response.text()).not.toMatch(/127\.0\.0\.1|fetch|openid/i);
    await other.stop();
  });

  test('keys endorsed for another channel let nobody in', async () => {
    const endorsed = await startIssuer({ endorsements: ['msteams'] });
    const other = await startServer(
      await testParts({ settings: botSettings(endorsed, connector), botCredentials: new FixedCredentials() }),
    );
    const say = async (channelId: string) => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${await endorsed.token(`${connector.url}/`)}` };
      const body = JSON.stringify(chat({ channelId }).activity({ text: 'x' }));
      return (await fetch(`${other.url}/api/messages`, { method: 'POST', headers, body })).status;
    };
    expect(await say('webchat')).toBe(401);
    expect(await say('msteams')).toBe(200);
    await other.stop();
    endorsed.stop();
  });

  test('bad input is a clear 4xx', async () => {
    const { activity } = chat();
    const good = `Bearer ${await issuer.token(`${connector.url}/`)}`;
    const table: [object | string, number, string][] = [
      ['{"type":', 400, 'BadSyntax'],
      ['[]', 401, 'Unauthorized'],
      [activity({ type: undefined }), 400, 'BadArgument'],
      [activity({ type: 7 }), 400, 'BadArgument'],
      [activity({ from: undefined }), 400, 'BadArgument'],
      [activity({ from: { id: ['x'] } }), 400, 'BadArgument'],
      [activity({ conversation: {} }), 400, 'BadArgument'],
      [activity({ text: 'x'.repeat(5000) }), 400, 'BadArgument'],
      [activity({ text: { $gt: '' } }), 400, 'BadArgument'],
      [activity({ text: 'x'.repeat(300_000) }), 413, 'MessageSizeTooBig'],
      [activity({ type: 'invoke', name: 'adaptiveCard/action' }), 501, 'NotImplemented'],
    ];
    for (const [body, status, code] of table) {
      const answer = await post(body, good);
      expect([status, code, answer.status, answer.body.error?.code]).toEqual([status, code, status, code]);
    }
    for (const type of ['typing', 'endOfConversation', 'messageReaction', 'installationUpdate', 'event'])
      expect((await post(activity({ type }), good)).status).toBe(200);
    for (const text of ['\u0000', '\ud800', '\u202e', ' ', '']) expect((await post(activity({ text }), good)).status).toBe(200);
    expect((await fetch(`${server.url}/api/messages`)).status).toBe(405);
  });

  test.each([
    ['https://smba.trafficmanager.net/emea/', true],
    ['https://webchat.botframework.com/', true],
    ['http://smba.trafficmanager.net/', false],
    ['https://smba.trafficmanager.net.evil.example/', false],
    ['https://evilbotframework.com/', false],
    ['https://smba.trafficmanager.net@evil.example/', false],
    ['https://user:pass@smba.trafficmanager.net/', false],
    ['https://127.0.0.1/', false],
    ['http://localhost:3978/', false],
    ['https://[::1]/', false],
    ['https://[::ffff:127.0.0.1]/', false],
    ['https://169.254.169.254/', false],
    ['https://2130706433/', false],
    ['file:///etc/passwd', false],
    ['not an address', false],
  ])('answers may go to %s: %s', (address, may) => {
    expect(maySendTo(address, ['smba.trafficmanager.net', '*.botframework.com'])).toBe(may);
  });
});

describe('the Emulator', () => {
  test('is let in without a token only where it is asked for, and answers go to this machine only', async () => {
    const open = await startServer(await testParts({ settings: { BOT_EMULATOR: 'on' } }));
    const say = (body: object) =>
      fetch(`${open.url}/api/messages`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    expect((await say(chat({ channelId: 'emulator' }).activity({ text: 'Merhaba' }))).status).toBe(200);
    await connector.waitFor(2);
    expect((await say(chat().activity({ text: 'x', serviceUrl: 'https://smba.trafficmanager.net/' }))).status).toBe(401);
    await open.stop();
  });
});

test('nothing of the Bot Framework is loaded where it is not configured', async () => {
  const plain = await startServer();
  const answer = await fetch(`${plain.url}/api/messages`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
  expect(answer.status).toBe(404);
  await plain.stop();
  const script = `
    import { registerHooks } from 'node:module';
    const { createRequire } = await import('node:module');
    const { readConfig } = await import('./dist/config.js');
    const { assemble } = await import('./dist/parts.js');
    const { memoryDocuments } = await import('./dist/store/memory/documents.js');
    const { openKeyRing } = await import('./dist/keys/key-ring.js');
    const { readCompiled } = await import('./dist/content/compiled.js');
    const { composeApp } = await import('./dist/compose.js');
    const { createLog } = await import('./dist/log.js');
    const { readAssets } = await import('./dist/channels/webchat/assets.js');
    const folder = process.argv[1];
    const config = readConfig({ DATA_DIR: folder });
    const ring = openKeyRing(folder + '/keys', { setting: 'KEY_FILE', create: true });
    const stores = { documents: memoryDocuments(), keys: memoryDocuments() };
    const parts = await assemble({ config, content: readCompiled('dist/content.json'), stores, ring, now: Date.now });
    composeApp(parts, createLog('silent'), readAssets('dist/web'));
    const loaded = Object.keys(createRequire(import.meta.url).cache).filter((file) => /botbuilder|botframework/.test(file));
    console.log(JSON.stringify(loaded));
    process.exit(0);
  `.replace("import { registerHooks } from 'node:module';\n", '');
  const { mkdtempSync } = await import('node:fs');
  const folder = mkdtempSync('/tmp/elternbruecke-');
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', script, folder], { encoding: 'utf8' });
  expect(run.stderr).toBe('');
  expect(JSON.parse(run.stdout)).toEqual([]);
});
