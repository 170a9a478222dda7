import { readFileSync, statSync } from 'node:fs';
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import {
  AuthenticationError,
  type ConnectorClientOptions,
  PasswordServiceClientCredentialFactory,
  type ServiceClientCredentialsFactory,
} from 'botframework-connector';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { BotConfig } from '../../config.js';
import { ConfigError } from '../../errors.js';
import { ProtocolError, tryAgain } from '../activities/problems.js';

/** Clocks of channels may differ from ours by this much; the library allows the same. */
const CLOCK_TOLERANCE_S = 300;
const ALGORITHMS = ['RS256', 'RS384', 'RS512'];
/** Errors of the library's own JWT library, which it lets through. */
const BAD_TOKEN = ['JsonWebTokenError', 'NotBeforeError', 'TokenExpiredError', 'SyntaxError'];
/** The library checks tokens of this channel by other rules. */
const OTHER_RULES = 'AseChannel';

/** The token of an activity is missing, forged, expired or not meant for it: nobody is told which. */
export const unauthorized = () => new ProtocolError(401, 'Unauthorized', 'Unauthorized');

export interface SignedActivity {
  readonly serviceUrl: string;
  readonly channelId: string;
}

export interface BotAuthentication {
  readonly appId: string;
  /** For the adapter: it signs what goes out. */
  readonly framework: ConfigurationBotFrameworkAuthentication;
  /**
   * Lets only activities pass that the channel signed for this bot and this service address.
   *
   * @throws ProtocolError 401 for whatever is wrong with the token, 503 while the channel's keys cannot be had: then nothing is let in
   */
  check(activity: SignedActivity, header: string | undefined): Promise<void>;
}

export function createBotAuthentication(
  bot: BotConfig,
  options: ConnectorClientOptions,
  credentials?: ServiceClientCredentialsFactory,
): BotAuthentication {
  if (bot.mode === 'emulator') {
    const factory = credentials ?? new PasswordServiceClientCredentialFactory('', '');
    const framework = new ConfigurationBotFrameworkAuthentication({}, factory, undefined, undefined, options);
    return { appId: '', framework, check: async () => {} };
  }
  const { appId, tenantId, metadataUrl, issuer } = bot;
  const factory = credentials ?? new PasswordServiceClientCredentialFactory(appId, readPassword(bot.passwordFile), tenantId);
  // All or none: with one of these set the library takes the others as empty.
  const settings = {
    MicrosoftAppId: appId,
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppTenantId: tenantId,
    ToBotFromChannelOpenIdMetadataUrl: metadataUrl.href,
    ToBotFromEmulatorOpenIdMetadataUrl: metadataUrl.href,
    ToBotFromChannelTokenIssuer: issuer,
    ToChannelFromBotLoginUrl: `https://login.microsoftonline.com/${tenantId}`,
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    OAuthUrl: 'https://api.botframework.com',
    CallerId: 'urn:botframework:azure',
    ValidateAuthority: true,
  };
  const framework = new ConfigurationBotFrameworkAuthentication(settings, factory, undefined, undefined, options);
  return {
    appId,
    framework,
    async check(activity, header) {
      const [, token] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(header ?? '') ?? [];
      if (!token || activity.channelId === OTHER_RULES || !claimsFit(token, { appId, issuer, serviceUrl: activity.serviceUrl }))
        throw unauthorized();
      try {
        await framework.authenticateRequest({ ...EMPTY_ACTIVITY, ...activity }, `Bearer ${token}`);
      } catch (error) {
        const refused = error instanceof AuthenticationError || (error instanceof Error && BAD_TOKEN.includes(error.name));
        throw refused ? unauthorized() : tryAgain();
      }
    },
  };
}

/** What the library's type asks for; it reads only channel and service address. */
const EMPTY_ACTIVITY = {
  type: 'message',
  id: '',
  channelId: '',
  serviceUrl: '',
  from: { id: '', name: '' },
  recipient: { id: '', name: '' },
  conversation: { id: '', name: '', isGroup: false, conversationType: '' },
  text: '',
  label: '',
  valueType: '',
  listenFor: [],
  localTimezone: '',
  callerId: '',
};

/**
 * Reads what a token says of itself, before any key is fetched: most of what is wrong ends here, and only tokens of channels are taken, not those of
 * other bots or emulators. The signature is checked after that, by the library.
 */
function claimsFit(token: string, { appId, issuer, serviceUrl }: { appId: string; issuer: string; serviceUrl: string }): boolean {
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    const { iss, aud, exp, serviceurl } = decodeJwt(token);
    const now = Date.now() / 1000;
    return (
      ALGORITHMS.includes(alg ?? '') &&
      typeof kid === 'string' &&
      iss === issuer &&
      aud === appId &&
      typeof exp === 'number' &&
      exp + CLOCK_TOLERANCE_S > now &&
      serviceurl === serviceUrl
    );
  } catch {
    // Not a token at all.
    return false;
  }
}

function readPassword(path: string): string {
  try {
    if ((statSync(path).mode & 0o077) !== 0)
      throw new ConfigError('BOT_APP_PASSWORD_FILE', 'the file can be read by other users', 'Run: chmod 600 on it.');
    const password = readFileSync(path, 'utf8').trim();
    if (password === '') throw new ConfigError('BOT_APP_PASSWORD_FILE', 'the file is empty', 'Put the app password into it.');
    return password;
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError('BOT_APP_PASSWORD_FILE', 'the file cannot be read', 'Name an existing file of yours.');
  }
}
