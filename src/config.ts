import { z } from 'zod';
import { ConfigError } from './errors.js';

/** Every setting: what it means, and what to do when it is wrong. `.env.example` and the README's table are compared with this list by a test. */
export const SETTINGS = {
  PORT: { default: '3000', about: 'Port to listen on' },
  HOST: { default: '127.0.0.1', about: 'Address to listen on; 0.0.0.0 for all' },
  PUBLIC_URL: {
    default: '',
    about: 'Address under which families reach the service, such as https://eltern.example; empty: http://localhost:<PORT>',
  },
  DATA_DIR: { default: 'data', about: 'Folder of the embedded store and of the key file' },
  STORE_URL: { default: '', about: 'Empty: embedded store in DATA_DIR; else a MongoDB address, mongodb://…' },
  STORE_DATABASE: { default: 'elternbruecke', about: 'MongoDB database; data keys live in a second one named <this>_keys' },
  KEY_FILE: { default: '', about: 'File with the wrapping keys (mode 600); empty: made in DATA_DIR at the first start' },
  OPERATOR_NAME: { default: 'Demo-Betreiber (bitte einstellen)', about: 'Who answers for the service; parents read it' },
  OPERATOR_ADDRESS: { default: 'Anschrift bitte einstellen', about: 'Postal address for the imprint' },
  OPERATOR_CONTACT: { default: 'kontakt@betreiber.example', about: 'E-mail or telephone for the imprint' },
  DATA_PROTECTION_CONTACT: { default: 'datenschutz@betreiber.example', about: 'Who answers questions on data protection' },
  SUPERVISORY_AUTHORITY: {
    default: 'Landesbeauftragte für Datenschutz und Informationsfreiheit NRW (www.ldi.nrw.de)',
    about: 'Authority for complaints',
  },
  BOT_APP_ID: {
    default: '',
    about: 'Bot Framework: app id of the Azure bot; empty: `/api/messages` is closed and nothing of it is loaded',
  },
  BOT_APP_PASSWORD_FILE: { default: '', about: 'Bot Framework: file with the app password (mode 600)' },
  BOT_TENANT_ID: { default: '', about: 'Bot Framework: tenant of the app' },
  BOT_OPENID_METADATA: {
    default: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
    about: 'Bot Framework: where the keys of incoming tokens are published',
  },
  BOT_TOKEN_ISSUER: { default: 'https://api.botframework.com', about: 'Bot Framework: who must have issued incoming tokens' },
  BOT_SERVICE_HOSTS: {
    default: 'smba.trafficmanager.net,*.botframework.com',
    about: 'Bot Framework: hosts that answers may be sent to, comma-separated; *. stands for subdomains',
  },
  BOT_EMULATOR: {
    default: 'off',
    about: 'on lets the Bot Framework Emulator in without any token; this machine only, never in production',
  },
  LEAVE_URL: { default: 'https://www.dwd.de', about: 'Neutral page to which "leave quickly" leads' },
  DRAFT_LANGUAGES: { default: 'offer', about: 'offer or hide languages whose texts no native speaker has reviewed' },
  TRUSTED_PROXIES: { default: '', about: 'Proxies whose X-Forwarded headers count, comma-separated addresses or ranges' },
  METRICS_TOKEN: { default: '', about: 'Bearer token for /metrics from elsewhere; empty: loopback only' },
  LOG_LEVEL: { default: 'info', about: 'debug, info, warn, error or silent' },
} as const;

/** How `/api/messages` is open: for an Azure bot with its credentials, or for the Emulator on this machine. */
export type BotConfig =
  | { readonly mode: 'emulator' }
  | {
      readonly mode: 'azure';
      readonly appId: string;
      readonly passwordFile: string;
      readonly tenantId: string;
      readonly metadataUrl: URL;
      readonly issuer: string;
      readonly serviceHosts: readonly string[];
    };

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: URL;
  /** Whether the operator named the address; else it is guessed. */
  readonly publicUrlGiven: boolean;
  readonly dataDir: string;
  readonly storeUrl: string | undefined;
  readonly storeDatabase: string;
  readonly keyFile: string | undefined;
  readonly operator: {
    readonly name: string;
    readonly address: string;
    readonly contact: string;
    readonly dataProtection: string;
    readonly authority: string;
  };
  readonly bot: BotConfig | undefined;
  readonly leaveUrl: URL;
  readonly offerDrafts: boolean;
  readonly trustedProxies: readonly string[];
  readonly metricsToken: string | undefined;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

const port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .pipe(z.int().min(0).max(65_535));
const webAddress = z.url({ protocol: /^https?$/ }).transform((value) => new URL(value));

/**
 * Reads the settings from the environment; what is unset or empty has its default.
 *
 * @throws ConfigError for the first wrong setting: its name, the problem, the remedy
 */
export function readConfig(environment: { readonly [name: string]: string | undefined }): Config {
  function read<T>(setting: keyof typeof SETTINGS, schema: z.ZodType<T, string>, problem: string, remedy: string, fallback?: string): T {
    const given = environment[setting]?.trim() || fallback || SETTINGS[setting].default;
    const parsed = schema.safeParse(given);
    if (!parsed.success) throw new ConfigError(setting, `"${given}" ${problem}`, remedy);
    return parsed.data;
  }
  const text = (setting: keyof typeof SETTINGS) => environment[setting]?.trim() || SETTINGS[setting].default;
  const optional = (setting: keyof typeof SETTINGS) => text(setting) || undefined;
  const list = (setting: keyof typeof SETTINGS) =>
    text(setting)
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean);

  function bot(): BotConfig | undefined {
    const emulator = read('BOT_EMULATOR', z.enum(['on', 'off']), 'is neither on nor off', 'Use on or off.') === 'on';
    const appId = optional('BOT_APP_ID');
    if (emulator) {
      const dangers: readonly (readonly [boolean, string])[] = [
        [environment.NODE_ENV === 'production', 'NODE_ENV is production'],
        [appId !== undefined, 'BOT_APP_ID is set'],
        [text('PUBLIC_URL').startsWith('https:'), 'PUBLIC_URL is a public address'],
        [!['127.0.0.1', '::1', 'localhost'].includes(text('HOST')), 'HOST is open to other machines'],
      ];
      const danger = dangers.find(([is]) => is);
      if (danger) throw new ConfigError('BOT_EMULATOR', `it lets everyone in without a token, and ${danger[1]}`, 'Set it to off.');
      return { mode: 'emulator' };
    }
    if (!appId) return undefined;
    const needed = (setting: 'BOT_APP_PASSWORD_FILE' | 'BOT_TENANT_ID') => {
      const given = optional(setting);
      if (!given) throw new ConfigError(setting, 'it is needed when BOT_APP_ID is set', 'Set it, or leave BOT_APP_ID empty.');
      return given;
    };
    return {
      mode: 'azure',
      appId,
      passwordFile: needed('BOT_APP_PASSWORD_FILE'),
      tenantId: needed('BOT_TENANT_ID'),
      metadataUrl: read('BOT_OPENID_METADATA', webAddress, 'is not a web address', 'Use https://…, or leave it empty.'),
      issuer: text('BOT_TOKEN_ISSUER'),
      serviceHosts: list('BOT_SERVICE_HOSTS'),
    };
  }

  const number = read('PORT', port, 'is not a port', 'Use a number from 0 to 65535.');
  return {
    port: number,
    host: text('HOST'),
    publicUrl: read(
      'PUBLIC_URL',
      webAddress,
      'is not a web address',
      'Use https://… as families type it, or leave it empty.',
      `http://localhost:${number}`,
    ),
    publicUrlGiven: optional('PUBLIC_URL') !== undefined,
    dataDir: text('DATA_DIR'),
    storeUrl:
      optional('STORE_URL') &&
      read(
        'STORE_URL',
        z.string().regex(/^mongodb(\+srv)?:\/\/./),
        'is not a MongoDB address',
        'Use mongodb://host:port, or leave it empty for the embedded store.',
      ),
    storeDatabase: read(
      'STORE_DATABASE',
      z.string().regex(/^[a-zA-Z0-9_-]{1,40}$/),
      'is not a database name',
      'Use letters, digits, _ and - only.',
    ),
    keyFile: optional('KEY_FILE'),
    operator: {
      name: text('OPERATOR_NAME'),
      address: text('OPERATOR_ADDRESS'),
      contact: text('OPERATOR_CONTACT'),
      dataProtection: text('DATA_PROTECTION_CONTACT'),
      authority: text('SUPERVISORY_AUTHORITY'),
    },
    bot: bot(),
    leaveUrl: read('LEAVE_URL', webAddress, 'is not a web address', 'Use the address of a harmless page, such as a weather page.'),
    offerDrafts: read('DRAFT_LANGUAGES', z.enum(['offer', 'hide']), 'is neither offer nor hide', 'Use offer or hide.') === 'offer',
    trustedProxies: list('TRUSTED_PROXIES'),
    metricsToken: optional('METRICS_TOKEN'),
    logLevel: read(
      'LOG_LEVEL',
      z.enum(['debug', 'info', 'warn', 'error', 'silent']),
      'is not a log level',
      'Use debug, info, warn, error or silent.',
    ),
  };
}
