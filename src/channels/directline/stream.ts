import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket, WebSocketServer } from 'ws';
import type { Config } from '../../config.js';
import type { Feed } from '../../feed/feed.js';
import { describeError, type Log } from '../../log.js';
import { type ReadOn, readOn } from './read-on.js';
import { DIRECT_LINE_PATH, type DirectLineTokens, type Ticket } from './tokens.js';

export interface StreamDependencies extends ReadOn {
  readonly config: Config;
  readonly feed: Feed;
  readonly directLine: DirectLineTokens;
  readonly log: Log;
}

/** A reader that does not read is cut off; it comes back and reads on (R-HDR-04). */
const SEND_BUFFER = 64 * 1024;
/** Clients send empty frames only. */
const RECEIVE_LIMIT = 1024;
/** How often a stream looks whether its talk still exists, and shows that it lives (R-SES-05). */
const CHECK_MS = 30_000;
const ENDED = 1000;
const TOO_SLOW = 1013;
const BROKEN = 1011;

const STREAM = new RegExp(`^${DIRECT_LINE_PATH}/conversations/([\\w-]{1,64})/stream$`);

/** Takes the WebSockets of Direct Line clients on a server. Who may read what stands in the single-use ticket of the address. */
export function attachDirectLineStream(server: Server, dependencies: StreamDependencies): void {
  let sockets: WebSocketServer | undefined;
  server.on('upgrade', (request, socket, head) => {
    void accept(request, socket, head).catch((error: unknown) => {
      dependencies.log.error('job_failed', { job: 'stream', ...describeError(error) });
      refuse(socket, '503 Service Unavailable');
    });
  });
  server.on('close', () => sockets?.close());

  async function accept(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const url = URL.parse(request.url ?? '', 'http://host');
    const [, conversationId] = STREAM.exec(url?.pathname ?? '') ?? [];
    if (!conversationId) return refuse(socket, '404 Not Found');
    const ticket = await dependencies.directLine.redeemTicket(url?.searchParams.get('t') ?? '');
    if (!ticket || ticket.conversationId !== conversationId) return refuse(socket, '403 Forbidden');
    // Loaded with the first client, so that a start without one is not slowed down.
    const { WebSocketServer: Sockets } = await import('ws');
    sockets ??= new Sockets({ noServer: true, maxPayload: RECEIVE_LIMIT, perMessageDeflate: false });
    sockets.handleUpgrade(request, socket, head, (client) => follow(dependencies, client, ticket, originOf(request)));
  }

  function originOf(request: IncomingMessage): string {
    const { config } = dependencies;
    return config.publicUrlGiven ? config.publicUrl.origin : `http://${request.headers.host}`;
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Replays what follows the ticket's watermark, then every change, until the client or the talk is gone. */
function follow(dependencies: StreamDependencies, client: WebSocket, { conversationId, watermark }: Ticket, origin: string): void {
  let after = watermark;
  let reading = Promise.resolve();

  async function read(): Promise<void> {
    for (;;) {
      if (client.readyState !== client.OPEN) return;
      const stored = await dependencies.conversations.load(conversationId);
      if (!stored) return client.close(ENDED, 'The conversation has ended');
      const frame = await readOn(dependencies, stored, after, origin);
      if (frame.activities.length === 0) return;
      after = Number(frame.watermark);
      client.send(JSON.stringify(frame));
      if (client.bufferedAmount > SEND_BUFFER) return client.close(TOO_SLOW, 'Read faster');
    }
  }
  const wake = () => {
    reading = reading.then(read).catch((error: unknown) => {
      dependencies.log.error('job_failed', { job: 'stream', ...describeError(error) });
      client.close(BROKEN, 'Try again');
    });
  };

  const unlisten = dependencies.feed.listen(conversationId, wake);
  const check = setInterval(() => {
    client.ping();
    wake();
  }, CHECK_MS);
  client.on('close', () => {
    clearInterval(check);
    unlisten();
  });
  client.on('error', () => client.terminate());
  wake();
}
