import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { readAssets } from './channels/webchat/assets.js';
import { attachStreams, composeApp } from './compose.js';
import { type Config, readConfig } from './config.js';
import { readCompiled } from './content/compiled.js';
import { BotError } from './errors.js';
import { finishOwn, startJobs } from './jobs.js';
import { createLog, describeError } from './log.js';
import { assemble, openKeys, openStores, type Parts } from './parts.js';

const HEADERS_MS = 10_000;
const REQUEST_MS = 15_000;
const STOP_MS = 10_000;
/** The search is made ready when the first families have been let in. */
const PREPARE_AFTER_MS = 3000;

/** Puts the parts together: settings → store → content → channels → listen. */
async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  if (!config.storeUrl) await lockDataFolder(config);
  const parts = await assemble({
    config,
    content: readCompiled('dist/content.json'),
    stores: await openStores(config),
    ring: openKeys(config),
    now: Date.now,
  });
  if (!config.storeUrl) await finishOwn(parts, log);
  const app = composeApp(parts, log, readAssets('dist/web'));
  const server = createServer({ maxHeaderSize: 8192, headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS }, app);
  attachStreams(server, parts, log);
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(config.port, config.host, listening);
  });
  const { port } = server.address() as AddressInfo;
  const stopJobs = startJobs(parts, log);
  log.info('started', { port, store: config.storeUrl ? 'mongo' : 'embedded', content: parts.guide.content.version.slice(0, 12) });
  await welcome(parts, config, port);
  const prepare = () =>
    parts.prepareForWords().catch((error: unknown) => log.error('job_failed', { job: 'prepare_for_words', ...describeError(error) }));
  setTimeout(prepare, PREPARE_AFTER_MS).unref();

  const stop = (signal: string) => {
    stopJobs();
    server.close(async () => {
      await parts.documents.close();
      log.info('stopped', { signal });
      process.exit(0);
    });
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), STOP_MS).unref();
  };
  process.once('SIGTERM', () => stop('SIGTERM'));
  process.once('SIGINT', () => stop('SIGINT'));
}

async function lockDataFolder(config: Config): Promise<void> {
  const { mkdirSync } = await import('node:fs');
  const { takeServerLock } = await import('./store/embedded/server-lock.js');
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  takeServerLock(join(config.dataDir, 'server.lock'));
}

/** Tells whoever started the server where everything is; at the first start with a demo school and a one-time link for the first moderator. */
async function welcome({ schools, people }: Parts, config: Config, port: number): Promise<void> {
  const base = config.publicUrlGiven ? config.publicUrl.origin : `http://localhost:${port}`;
  const known = await schools.all();
  const school = known[0] ?? (await schools.add({ name: 'Demo-Schule', municipality: 'dortmund' }));
  const lines = [
    '',
    'Elternbrücke is running.',
    `  Parents:     ${base}/`,
    `  Demo school: ${base}/s/${school.code}`,
    `  Poster:      ${base}/s/${school.code}/poster`,
    `  Console:     ${base}/console`,
  ];
  if ((await people.all()).length === 0)
    lines.push(`  First moderator (once, within 72 hours): ${base}/console/join/${await people.invite()}`);
  console.log([...lines, ''].join('\n'));
}

main().catch((error: unknown) => {
  // What an operator can mend is said in one line; anything else is a bug of ours and keeps its stack.
  console.error(error instanceof BotError ? error.message : error);
  process.exitCode = 1;
});
