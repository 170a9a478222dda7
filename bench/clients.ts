import { randomUUID } from 'node:crypto';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { DIALOG, LOCALE } from './dialog.js';

/** Holds one talk with a server; `turned` is called after each answered turn. */
export type Client = (turned: () => void) => Promise<void>;

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

interface Answer {
  readonly status: number;
  readonly cookie?: string;
  readonly text: string;
}

function send(port: number, method: string, path: string, headers: { [name: string]: string }, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ agent, port, host: '127.0.0.1', method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const whole = Buffer.concat(chunks);
        const text = response.headers['content-encoding'] === 'gzip' ? gunzipSync(whole).toString() : whole.toString();
        const cookie = response.headers['set-cookie']?.[0]?.split(';')[0];
        resolve({ status: response.statusCode ?? 0, text, ...(cookie === undefined ? {} : { cookie }) });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const field = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';

/** A parent on our page: opens it, then presses its buttons; with script each turn is one request, without it a form post and a new page. */
export function pageClient(port: number, { script }: { script: boolean }): Client {
  return async (turned) => {
    const network = `10.${Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}`;
    const common = { 'x-forwarded-for': network, 'accept-encoding': 'gzip', accept: 'text/html' };
    let { text: html } = await send(port, 'GET', `/chat?lang=${LOCALE}`, common);
    let cookie = '';
    for (const press of DIALOG) {
      const what = press === 'back' ? 'command' : 'choice';
      if (!html.includes(`name="${what}" value="${press}"`)) throw new Error(`No button ${press} on the page`);
      const fields = new URLSearchParams({ activity: randomUUID(), [what]: press });
      if (what === 'choice') fields.set('promptId', field(html, 'promptId'));
      if (cookie) fields.set('csrf', field(html, 'csrf'));
      else fields.set('lang', LOCALE);
      const headers = {
        ...common,
        cookie,
        origin: `http://127.0.0.1:${port}`,
        'sec-fetch-site': 'same-origin',
        'content-type': 'application/x-www-form-urlencoded',
        ...(script ? { 'x-fragment': '1', 'x-after': String(/data-seq="(\d+)"/.exec(html)?.[1] ?? 0) } : {}),
      };
      const answer = await send(port, 'POST', '/chat', headers, fields.toString());
      cookie = answer.cookie ?? cookie;
      html = script ? answer.text : (await send(port, 'GET', '/chat', { ...common, cookie })).text;
      if (answer.status !== (script ? 200 : 303)) throw new Error(`The page answered ${answer.status}`);
      turned();
    }
  };
}

export function floorClient(port: number): Client {
  return async (turned) => {
    const id = randomUUID();
    const turn = async (choice?: string) => {
      const answer = await send(port, 'POST', '/turn', { 'content-type': 'application/json' }, JSON.stringify({ id, choice }));
      if (answer.status !== 200) throw new Error(`The floor answered ${answer.status}`);
      return JSON.parse(answer.text) as { said: string[] };
    };
    await turn();
    for (const press of DIALOG) {
      const { said } = await turn(press);
      if (said.some((key) => /answer_changed|not_understood/.test(key))) throw new Error(`The floor did not know ${press}`);
      turned();
    }
  };
}

/** Takes the replies of botbuilder, as the channel's connector does. */
export async function startConnector(): Promise<{ url: string; received: Map<string, number>; stop(): void }> {
  const received = new Map<string, number>();
  const server = createServer((incoming, response) => {
    incoming.resume();
    incoming.on('end', () => {
      const [, id = ''] = /conversations\/([^/]+)\//.exec(incoming.url ?? '') ?? [];
      received.set(id, (received.get(id) ?? 0) + 1);
      response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":"1"}');
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, received, stop: () => server.closeAllConnections() };
}

/** A parent of the botbuilder bot; the post is answered when its turn and all replies are done. */
export function botbuilderClient(
  port: number,
  connector: { url: string; received: Map<string, number> },
  dialog: readonly string[] = DIALOG,
): Client {
  return async (turned) => {
    const id = randomUUID();
    const say = async (text: string) => {
      const activity = {
        type: 'message',
        id: randomUUID(),
        channelId: 'emulator',
        serviceUrl: connector.url,
        conversation: { id },
        from: { id: `user-${id}` },
        recipient: { id: 'bot' },
        text,
      };
      const before = connector.received.get(id) ?? 0;
      const { status } = await send(port, 'POST', '/api/messages', { 'content-type': 'application/json' }, JSON.stringify(activity));
      if (status !== 200 || (connector.received.get(id) ?? 0) <= before) throw new Error(`botbuilder did not answer: ${status}`);
    };
    await say('hello');
    for (const press of dialog) {
      await say(press);
      turned();
    }
  };
}
