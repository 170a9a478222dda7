import { CloudAdapter } from 'botbuilder';
import type { ConnectorClientOptions } from 'botframework-connector';
import type { Guide } from '../../content/guide.js';
import type { Channel, Delivery } from '../channel.js';
import { CHANNEL, referenceOf, toReply } from './activities.js';
import type { BotAuthentication } from './authentication.js';
import { maySendTo } from './service-hosts.js';

const DEADLINE_MS = 10_000;

/** What became of a request, decided where it is sent: the library would send an unclear one again by itself. */
class DeliveryError extends Error {
  constructor(readonly delivery: Delivery) {
    super(`Delivery: ${delivery}`);
  }
}

/** Error codes of a connection that was never made: nothing left. */
const NOT_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'];

/**
 * How requests leave: once, within a deadline, to no other address than the one checked. What comes back decides whether a message may be sent again
 * (security.md R-BOT-02, R-BOT-05).
 */
export function sendOnce(fetchOnce: typeof fetch = fetch): ConnectorClientOptions {
  return {
    httpClient: {
      async sendRequest(request) {
        const answer = await attempt(() =>
          fetchOnce(request.url, {
            method: request.method,
            headers: request.headers.rawHeaders(),
            ...(typeof request.body === 'string' ? { body: request.body } : {}),
            redirect: 'manual',
            signal: AbortSignal.timeout(DEADLINE_MS),
          }),
        );
        const delivery = deliveryOf(answer.status);
        if (delivery !== 'sent') throw new DeliveryError(delivery);
        const headers = request.headers.clone();
        for (const { name } of headers.headersArray()) headers.remove(name);
        for (const [name, value] of answer.headers) headers.set(name, value);
        return { request, status: answer.status, headers, bodyAsText: await answer.text() };
      },
    },
  };
}

async function attempt(send: () => Promise<Response>): Promise<Response> {
  try {
    return await send();
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
    throw new DeliveryError(typeof code === 'string' && NOT_SENT.includes(code) ? 'later' : 'unknown');
  }
}

function deliveryOf(status: number): Delivery {
  if (status >= 200 && status < 300) return 'sent';
  if (status === 429) return 'later';
  return status === 408 || status >= 500 ? 'unknown' : 'failed';
}

/** Sends messages on through the adapter. */
export function createChannel(guide: Guide, { framework, appId }: BotAuthentication, hosts: readonly string[] | 'loopback'): Channel {
  const adapter = new CloudAdapter(framework);
  return {
    name: CHANNEL,
    async deliver(address, _onceId, message) {
      const reference = referenceOf(address);
      if (!maySendTo(reference.serviceUrl, hosts)) return 'failed';
      const { conversation } = reference;
      const whole = {
        ...reference,
        conversation: { ...conversation, tenantId: conversation.tenantId ?? '', name: '', isGroup: false, conversationType: 'personal' },
        bot: { ...reference.bot, name: '' },
        user: { ...reference.user, name: '' },
      };
      try {
        await adapter.continueConversationAsync(appId, whole, async (context) => {
          await context.sendActivity(toReply(guide, reference.channelId, message));
        });
        return 'sent';
      } catch (error) {
        // Without our own mark the request was never made: no token for it could be had.
        return error instanceof DeliveryError ? error.delivery : 'later';
      }
    },
  };
}
