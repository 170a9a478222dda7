import type { ServiceClientCredentialsFactory } from 'botframework-connector';
import type { Router } from 'express';
import type { BotConfig } from '../../config.js';
import type { Guide } from '../../content/guide.js';
import type { Channel } from '../channel.js';
import { createBotAuthentication } from './authentication.js';
import { createChannel, sendOnce } from './deliver.js';
import { type BotRoutesDependencies, botFrameworkRoutes } from './routes.js';

/** The Bot Framework channel: how messages go out, and the routes by which they come in. */
export interface BotFramework {
  readonly channel: Channel;
  routes(dependencies: BotRoutesDependencies): Router;
}

export interface BotFrameworkOptions {
  readonly bot: BotConfig;
  readonly guide: Guide;
  readonly idKey: Buffer;
  /** Instead of the app's own password: tests sign what goes out themselves. */
  readonly credentials?: ServiceClientCredentialsFactory;
}

/** Loads nothing else of the product: `botbuilder` and all it brings is read only when this file is imported. */
export function createBotFramework({ bot, guide, idKey, credentials }: BotFrameworkOptions): BotFramework {
  const authentication = createBotAuthentication(bot, sendOnce(), credentials);
  const hosts = bot.mode === 'emulator' ? 'loopback' : bot.serviceHosts;
  return {
    channel: createChannel(guide, authentication, hosts),
    routes: (dependencies) => botFrameworkRoutes(dependencies, { authentication, hosts, idKey }),
  };
}
