import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface MongoWire {
  readonly url: string;
  stop(): void;
}

const CACHE = resolve('node_modules/.cache/mongo-wire');

/** Whether the real parts must be there: then nothing is skipped, and what is missing fails. */
export const REAL_PARTS = process.env.REQUIRE_REAL_PARTS === '1';

/** Why the MongoDB-wire server cannot run here, or nothing. */
export function mongoWireMissing(): string | undefined {
  if (existsSync(join(CACHE, 'mongowire'))) return undefined;
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'needs Go 1.24 or newer to build the MongoDB-wire server (test/support/mongo-wire); install Go and run npm test again';
  }
}

/** Builds the server once and starts it on a free port with an empty folder. */
export async function startMongoWire(): Promise<MongoWire> {
  const binary = join(CACHE, 'mongowire');
  if (!existsSync(binary)) {
    mkdirSync(CACHE, { recursive: true });
    execFileSync('go', ['build', '-o', binary, '.'], { cwd: resolve('test/support/mongo-wire'), stdio: ['ignore', 'ignore', 'inherit'] });
  }
  const port = await freePort();
  const server = spawn(binary, [`127.0.0.1:${port}`, mkdtempSync(join(tmpdir(), 'mongo-wire-'))], { stdio: ['ignore', 'ignore', 'pipe'] });
  await new Promise<void>((ready, failed) => {
    let said = '';
    server.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('mongodb://')) ready();
    });
    server.once('exit', (code) => failed(new Error(`The MongoDB-wire server ended with ${code}: ${said.slice(-500)}`)));
  });
  return { url: `mongodb://127.0.0.1:${port}/`, stop: () => server.kill('SIGKILL') };
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address ? found(address.port) : failed(new Error('No free port'))));
    });
  });
}
