import { randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PasswordServiceClientCredentialFactory, type ServiceClientCredentials } from 'botframework-connector';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export const APP_ID = '11111111-2222-3333-4444-555555555555';
const ISSUER = 'https://api.botframework.com';

async function listen(server: Server): Promise<{ url: string; stop(): void }> {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Publishes keys as a channel does and signs tokens with them. */
export interface Issuer {
  readonly metadataUrl: string;
  /** A token that passes, unless claims, header or key are given otherwise; a claim set to `undefined` is left out. */
  token(
    serviceUrl: string,
    changed?: { claims?: { [claim: string]: unknown }; header?: { [name: string]: unknown }; foreignKey?: boolean; alg?: string },
  ): Promise<string>;
  stop(): void;
}

export async function startIssuer({ endorsements }: { endorsements?: string[] } = {}): Promise<Issuer> {
  const own = await generateKeyPair('RS256', { extractable: true });
  const foreign = await generateKeyPair('RS256', { extractable: true });
  const kid = randomUUID();
  const jwk = { ...(await exportJWK(own.publicKey)), kid, use: 'sig', ...(endorsements ? { endorsements } : {}) };
  const server = createServer((request, response) => {
    const keys = `http://${request.headers.host}/keys`;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(request.url === '/keys' ? { keys: [jwk] } : { issuer: ISSUER, jwks_uri: keys }));
  });
  const { url, stop } = await listen(server);
  return {
    metadataUrl: `${url}/metadata`,
    stop,
    async token(serviceUrl, { claims = {}, header = {}, foreignKey = false, alg = 'RS256' } = {}) {
      const now = Math.floor(Date.now() / 1000);
      const all = { iss: ISSUER, aud: APP_ID, serviceurl: serviceUrl, nbf: now - 10, exp: now + 600, ...claims };
      const kept = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
      const key = alg.startsWith('HS') ? new TextEncoder().encode(JSON.stringify(jwk)) : (foreignKey ? foreign : own).privateKey;
      return new SignJWT(kept).setProtectedHeader({ alg, kid, ...header }).sign(key);
    },
  };
}

/** What a channel got from us. */
export interface Delivered {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly activity: {
    readonly text: string;
    readonly channelData: {
      readonly textKey: string;
      readonly sender: string;
      readonly choices: readonly { readonly choice: string; readonly promptId: string }[];
    };
    readonly [field: string]: unknown;
  };
}

/** Takes replies like a channel's connector; `answers` says what it does with the next ones, else it takes them. */
export interface Connector {
  readonly url: string;
  readonly delivered: Delivered[];
  readonly answers: ('take' | 'cut' | 'take and cut' | 'hang' | { status: number; headers?: { [name: string]: string } })[];
  /** Requests that hung here and were given up by the sender. */
  givenUp(): number;
  waitFor(count: number): Promise<void>;
  stop(): void;
}

export async function startConnector(): Promise<Connector> {
  const delivered: Delivered[] = [];
  const answers: Connector['answers'] = [];
  let givenUp = 0;
  const server = createServer((request, response) => {
    void body(request).then((text) => {
      const answer = answers.shift() ?? 'take';
      if (answer === 'take' || answer === 'take and cut') {
        delivered.push({ path: request.url ?? '', authorization: request.headers.authorization, activity: JSON.parse(text) });
      }
      if (answer === 'hang') {
        response.on('close', () => {
          givenUp += 1;
        });
        return;
      }
      if (answer === 'cut' || answer === 'take and cut') request.socket.destroy();
      else if (answer === 'take') response.writeHead(201, { 'content-type': 'application/json' }).end(`{"id":"${delivered.length}"}`);
      else response.writeHead(answer.status, answer.headers).end('{}');
    });
  });
  const { url, stop } = await listen(server);
  return {
    url,
    delivered,
    answers,
    givenUp: () => givenUp,
    stop,
    async waitFor(count) {
      const until = Date.now() + 15_000;
      while (delivered.length < count) {
        if (Date.now() > until)
          throw new Error(
            `${count} replies were awaited, ${delivered.length} came: ${delivered.map(({ activity }) => activity.text).join(' | ')}`,
          );
        await new Promise((later) => setTimeout(later, 10));
      }
    },
  };
}

async function body(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Signs what goes out with a fixed token: the real one would have to be fetched from the internet. */
export class FixedCredentials extends PasswordServiceClientCredentialFactory {
  constructor() {
    super(APP_ID, 'not used');
  }
  override async createCredentials(): Promise<ServiceClientCredentials> {
    return {
      signRequest: async (request) => {
        request.headers.set('authorization', 'Bearer outbound');
        return request;
      },
    };
  }
}

/** Settings of a bot whose channel is the given issuer and connector. */
export function botSettings(issuer: Issuer, connector: Connector): { [name: string]: string } {
  const passwordFile = join(mkdtempSync(join(tmpdir(), 'elternbruecke-')), 'password');
  writeFileSync(passwordFile, 'invented', { mode: 0o600 });
  return {
    BOT_APP_ID: APP_ID,
    BOT_APP_PASSWORD_FILE: passwordFile,
    BOT_TENANT_ID: 'tenant',
    BOT_OPENID_METADATA: issuer.metadataUrl,
    BOT_TOKEN_ISSUER: ISSUER,
    BOT_SERVICE_HOSTS: new URL(connector.url).host,
  };
}
