import { type ChildProcess, spawn } from 'node:child_process';

/** The compiled server as a process of its own, to be killed with -9 and started again. Needs `npm run build`. */
export interface ServerProcess {
  readonly url: string;
  /** The one-time link's token for the first moderator, where the start printed one. */
  readonly invitation: string | undefined;
  kill(): Promise<void>;
}

const started = new Set<ChildProcess>();

/**
 * Starts the server on a free port and waits until it says where it is.
 *
 * @param script `dist/server/main.js`, or a script of `test/support/` that starts the same parts
 */
export async function startProcess(environment: { [name: string]: string }, script = 'dist/server/main.js'): Promise<ServerProcess> {
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'silent', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started.add(child);
  const ended = new Promise<void>((done) => {
    child.once('exit', () => {
      started.delete(child);
      done();
    });
  });
  let said = '';
  const url = await new Promise<string>((ready, failed) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      // The last line of the greeting is an empty one.
      const address = said.endsWith('\n\n') ? /Parents: +http:\/\/localhost:(\d+)\//.exec(said)?.[1] : undefined;
      if (address) ready(`http://127.0.0.1:${address}`);
    });
    child.once('exit', (code) => failed(new Error(`The server ended with ${code}: ${said}`)));
  });
  return {
    url,
    invitation: /console\/join\/(\S+)/.exec(said)?.[1],
    kill: () => {
      child.kill('SIGKILL');
      return ended;
    },
  };
}

/** For `afterAll`: no server outlives its test. */
export function killAll(): void {
  for (const child of started) child.kill('SIGKILL');
}
