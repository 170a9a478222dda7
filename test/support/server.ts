import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readAssets } from '../../src/channels/webchat/assets.js';
import { attachStreams, composeApp } from '../../src/compose.js';
import { createLog } from '../../src/log.js';
import { type TestParts, testParts } from './parts.js';

export interface TestServer {
  readonly url: string;
  readonly parts: TestParts;
  stop(): Promise<void>;
}

/** The real app on a free port, over memory stores unless others are given. Needs the compiled browser files (`npm run build`). */
export async function startServer(given?: TestParts): Promise<TestServer> {
  const parts = given ?? (await testParts());
  const log = createLog('silent');
  const server = createServer(composeApp(parts, log, readAssets('dist/web')));
  attachStreams(server, parts, log);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    parts,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}

/** A browser without script: keeps cookies, posts forms, follows redirects. */
export class PlainBrowser {
  private readonly cookies = new Map<string, string>();
  html = '';
  status = 0;
  headers = new Headers();

  constructor(
    readonly url: string,
    private readonly language = 'tr',
  ) {}

  async get(path: string, headers: { [name: string]: string } = {}): Promise<this> {
    return this.send(path, { headers });
  }

  /** Posts fields as a form of our own page would. */
  async post(path: string, fields: { [name: string]: string }, headers: { [name: string]: string } = {}): Promise<this> {
    return this.send(path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { origin: this.url, 'sec-fetch-site': 'same-origin', ...headers },
    });
  }

  /** Presses a button of the chat page: all hidden fields of its form go along. */
  async press(name: string, value: string): Promise<this> {
    const form = [...this.html.matchAll(/<form[^>]*action="\/chat"[^>]*>(.*?)<\/form>/gs)]
      .map(([, inner]) => inner ?? '')
      .find((inner) => inner.includes(`value="${value}"`) || name === 'text');
    if (form === undefined) throw new Error(`There is no button ${name}=${value} on the page`);
    return this.post('/chat', { ...hiddenFields(form), [name]: value });
  }

  private async send(path: string, init: RequestInit): Promise<this> {
    const headers = new Headers(init.headers);
    headers.set('cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    headers.set('accept-language', this.language);
    if (!headers.has('accept')) headers.set('accept', 'text/html');
    const response = await fetch(new URL(path, this.url), { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '' || /Expires=Thu, 01 Jan 1970/.test(cookie)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (response.status === 303 && location?.startsWith('/')) return this.get(location.replace(/#.*/, ''));
    this.status = response.status;
    this.headers = response.headers;
    this.html = await response.text();
    return this;
  }

  /** The same browser, with its cookies and its page, after the server moved to another port. */
  at(url: string): PlainBrowser {
    const moved = new PlainBrowser(url, this.language);
    for (const [name, value] of this.cookies) moved.cookies.set(name, value);
    moved.html = this.html;
    return moved;
  }

  cookie(name: string): string | undefined {
    return this.cookies.get(name);
  }
}

function hiddenFields(form: string): { [name: string]: string } {
  return Object.fromEntries(
    [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  );
}
