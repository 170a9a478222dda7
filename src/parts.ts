import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AUDIT, createAudit } from './audit/audit.js';
import type { BotFramework, BotFrameworkOptions } from './channels/bot-framework/index.js';
import { createDirectLineTokens, STREAM_TICKETS } from './channels/directline/tokens.js';
import type { Config } from './config.js';
import { CONTACTS, createContactStore, createReceiptCode } from './contacts/contacts.js';
import { conversationExpiry } from './contacts/forget.js';
import { createReceiptStore, RECEIPTS } from './contacts/receipts.js';
import { createGuide } from './content/guide.js';
import type { Content } from './content/types.js';
import { createCarryOut } from './effects/carry-out.js';
import { createWriteLog } from './effects/write-log.js';
import { ConfigError } from './errors.js';
import { createFeed } from './feed/feed.js';
import { createFind } from './find/find.js';
import { readTables, TABLES_FOLDER } from './find/tables.js';
import { createDesk, createViewDesk } from './handover/desk.js';
import { createPeople, INVITES, PEOPLE } from './handover/people.js';
import { createRequestStore, REQUESTS } from './handover/requests.js';
import { type KeyRing, openKeyRing } from './keys/key-ring.js';
import { createVault, KEYS } from './keys/vault.js';
import { createReports, REPORTS } from './reports/reports.js';
import { createSchools, SCHOOLS } from './schools/schools.js';
import { createSessions, SESSIONS } from './sessions/sessions.js';
import { CONVERSATIONS, createConversationStore } from './store/conversations.js';
import type { Documents } from './store/documents.js';
import { createMessageStore, MESSAGES } from './store/messages.js';
import { createFindCard } from './turn/crisis.js';
import { createHandleTurn } from './turn/handle-turn.js';
import { createInterpret } from './turn/interpret.js';

/** How soon an open window sees what another node wrote. */
const SHARED_POLL_MS = 1500;

/** Where data and, apart from it, the keys to it are kept. */
export interface Stores {
  readonly documents: Documents;
  readonly keys: Documents;
}

/** Opens the stores that the settings name and loads only the adapter in use. */
export async function openStores(config: Config): Promise<Stores> {
  if (config.storeUrl) {
    const { mongoDocuments } = await import('./store/mongo/documents.js');
    const options = { url: config.storeUrl, timeoutMs: 2000 };
    return {
      documents: mongoDocuments({ ...options, database: config.storeDatabase }),
      keys: mongoDocuments({ ...options, database: `${config.storeDatabase}_keys` }),
    };
  }
  const { embeddedDocuments } = await import('./store/embedded/documents.js');
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  return {
    documents: embeddedDocuments({ path: join(config.dataDir, 'data.sqlite') }),
    keys: embeddedDocuments({ path: join(config.dataDir, 'keys.sqlite') }),
  };
}

/** The wrapping keys; with MongoDB several nodes must share one file, so it is never made by itself there. */
export function openKeys(config: Config): KeyRing {
  const path = config.keyFile ?? join(config.dataDir, 'wrapping-keys');
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  return openKeyRing(path, { setting: 'KEY_FILE', create: config.keyFile === undefined });
}

export interface PartsOptions {
  readonly config: Config;
  readonly content: Content;
  readonly stores: Stores;
  readonly ring: KeyRing;
  readonly now: () => number;
  /** Signs what goes out to the Bot Framework instead of the app's password; for tests. */
  readonly botCredentials?: BotFrameworkOptions['credentials'];
}

/** Loads the Bot Framework only where it is configured: it is heavy, and its support has ended. */
async function openBotFramework(options: Omit<BotFrameworkOptions, 'bot'>, { bot }: Config): Promise<BotFramework | undefined> {
  if (!bot) return undefined;
  const { createBotFramework } = await import('./channels/bot-framework/index.js').catch((error: unknown) => {
    throw new ConfigError('BOT_APP_ID', `the Bot Framework cannot be loaded (${error})`, 'Install it: npm ci --include=optional.');
  });
  return createBotFramework({ ...options, bot });
}

/** Everything behind the channels, put together: settings → stores → content → turn → desk. */
export async function assemble({ config, content, stores, ring, now, botCredentials }: PartsOptions) {
  const { documents, keys } = stores;
  await documents.prepare([
    CONVERSATIONS,
    MESSAGES,
    REQUESTS,
    PEOPLE,
    INVITES,
    SESSIONS,
    CONTACTS,
    RECEIPTS,
    AUDIT,
    SCHOOLS,
    STREAM_TICKETS,
    REPORTS,
  ]);
  await keys.prepare([KEYS]);
  const { operator } = config;
  const general = {
    operator: operator.name,
    operator_address: operator.address,
    operator_contact: operator.contact,
    data_protection_contact: operator.dataProtection,
    supervisory_authority: operator.authority,
  };
  const guide = createGuide(content, { offerDrafts: config.offerDrafts, general, leaveUrl: config.leaveUrl.href });
  const botFramework = await openBotFramework({ guide, idKey: ring.derive('bot-framework'), credentials: botCredentials }, config);
  const vault = createVault(keys.collection(KEYS), ring, now);
  const audit = createAudit(documents);
  const feed = createFeed(config.storeUrl ? { pollMs: SHARED_POLL_MS } : {});
  const conversations = createConversationStore(documents, vault);
  const messages = createMessageStore(documents, vault);
  const requests = createRequestStore(documents, vault);
  const contacts = createContactStore(documents, vault, ring, audit, now);
  const receipts = createReceiptStore(documents);
  const sessions = createSessions(documents, ring.derive('csrf'), now);
  const people = createPeople(documents, vault, ring, now);
  const schools = createSchools(documents, ring);
  const reports = createReports(documents, now);
  const receiptCode = createReceiptCode(ring);
  const directLine = createDirectLineTokens(documents, ring, now);
  const findCard = createFindCard(content);
  const find = createFind(guide, readTables(TABLES_FOLDER, content.version));
  const interpret = createInterpret(guide, findCard, find);
  const writeLog = createWriteLog({ guide, messages });
  const carryOut = createCarryOut({
    writeLog,
    guide,
    receiptCode,
    now,
    conversations,
    messages,
    requests,
    contacts,
    receipts,
    feed,
    controller: operator.name,
    channels: new Map(botFramework ? [[botFramework.channel.name, botFramework.channel]] : []),
  });
  const handleTurn = createHandleTurn({
    guide,
    interpret,
    conversations,
    viewDesk: createViewDesk(people, requests, now),
    writeLog,
    carryOut,
    now,
    expiresAt: conversationExpiry,
  });
  const desk = createDesk({ requests, audit, handleTurn, now, operator: operator.name });
  return {
    config,
    now,
    guide,
    audit,
    feed,
    conversations,
    messages,
    requests,
    contacts,
    receipts,
    sessions,
    people,
    schools,
    reports,
    receiptCode,
    directLine,
    botFramework,
    findCard,
    /** Makes ready what the first typed words would else wait for. */
    async prepareForWords() {
      findCard('');
      await find.prepare();
    },
    carryOut,
    handleTurn,
    desk,
    documents,
  };
}

export type Parts = Awaited<ReturnType<typeof assemble>>;
