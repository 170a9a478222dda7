import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Running {
  readonly port: number;
  readonly process: ChildProcess;
  /** Processor time used so far, microseconds. */
  cpu(): number;
  /** Memory, megabytes. */
  rss(): number;
  stop(): Promise<void>;
}

/** Clock ticks a second of /proc (sysconf CLK_TCK is 100 on every Linux that Node runs on). */
const TICKS = 100;

/** Starts a compiled server, with the flags that Node runs with here, and waits until it listens. */
export async function start(script: string, args: readonly string[] = [], environment: { [name: string]: string } = {}): Promise<Running> {
  const child = spawn(process.execPath, [...process.execArgv, script, ...args], {
    env: { ...process.env, NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<number>((ready, failed) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const [, found] = /ready (\d+)|Parents: +http:\/\/localhost:(\d+)/.exec(said)?.filter(Boolean) ?? [];
      if (found) ready(Number(found));
    });
    child.once('exit', (code) => failed(new Error(`${script} ended with ${code}: ${said}`)));
  });
  const stat = () => readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return {
    port,
    process: child,
    cpu: () => ((Number(stat()[11]) + Number(stat()[12])) / TICKS) * 1e6,
    rss: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024,
    stop: () =>
      new Promise((stopped) => {
        child.once('exit', () => stopped());
        child.kill('SIGKILL');
      }),
  };
}
