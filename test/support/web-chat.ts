import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { REAL_PARTS } from './mongo-wire.js';

/** The stock chat client that other sites embed. Only its bundle is taken: the package with all it depends on is half a gigabyte. */
const PACKAGE = 'botframework-webchat@4.18.1';
const CACHE = resolve('node_modules/.cache/web-chat');
const BUNDLE = join(CACHE, 'package/dist/webchat.js');

/** Whether the tests with the stock chat client are left out here; never in the pipeline. */
export const NO_WEB_CHAT = !existsSync(BUNDLE) && !REAL_PARTS;
if (NO_WEB_CHAT)
  console.warn(
    `\nSKIPPED: the tests with the stock web chat client. REQUIRE_REAL_PARTS=1 npm test fetches it (${PACKAGE}, 7 MB) and runs them.\n`,
  );

function fetchBundle(): void {
  if (existsSync(BUNDLE)) return;
  mkdirSync(CACHE, { recursive: true });
  const [packed] = JSON.parse(execFileSync('npm', ['pack', PACKAGE, '--json', '--pack-destination', CACHE], { encoding: 'utf8' }));
  execFileSync('tar', ['-xzf', join(CACHE, packed.filename), '-C', CACHE, 'package/dist/webchat.js']);
}

export interface HostPage {
  readonly url: string;
  stop(): Promise<void>;
}

/** A page on another origin that embeds the stock chat client, as a school's own site would. */
export async function startHostPage(): Promise<HostPage> {
  fetchBundle();
  const bundle = readFileSync(BUNDLE);
  const page = `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Schule</title>
<style>html,body,#chat{height:100%;margin:0}</style><div id="chat"></div><script src="/webchat.js"></script>
<script>
const asked = new URLSearchParams(location.search);
const locale = asked.get('locale');
const directLine = WebChat.createDirectLine({ token: asked.get('token'), domain: asked.get('domain'), conversationStartProperties: { locale } });
WebChat.renderWebChat({ directLine, locale: locale === 'ar' ? 'ar-SA' : locale, styleOptions: { suggestedActionLayout: 'stacked' } }, document.getElementById('chat'));
</script>`;
  const server = createServer((request, response) => {
    const script = request.url === '/webchat.js';
    response.writeHead(200, { 'content-type': script ? 'text/javascript' : 'text/html' }).end(script ? bundle : page);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}
