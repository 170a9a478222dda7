import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Another engine in a process of its own, warm between orders. */
export interface Driver {
  /** Holds talks, one after another; gives seconds. */
  talks(count: number): Promise<number>;
  /** Begins talks and keeps them; gives the megabytes of heap they hold. */
  park(count: number): Promise<number>;
  stop(): void;
}

/** Starts a driver; what it says on standard error is shown when it fails. */
export function startDriver(program: string, args: readonly string[]): Driver {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-2000);
  });
  // A write to a process that is gone; that it ended, and why, is told below.
  child.stdin.on('error', () => undefined);
  const ended = new Promise<never>((_, failed) => {
    child.once('error', failed);
    child.once('close', (code) => failed(new Error(`${program} ended with ${code}: ${complaint}`)));
  });
  ended.catch(() => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const order = async (what: string, field: string) => {
    child.stdin.write(`${what}\n`);
    const { value } = await Promise.race([lines.next(), ended]);
    const found = Number(new RegExp(`"${field}": ([\\d.]+)`).exec(String(value))?.[1]);
    return Number.isFinite(found) ? found : ended;
  };
  return {
    talks: (count) => order(`talks ${count}`, 'seconds'),
    park: (count) => order(`park ${count}`, 'mb'),
    stop: () => child.kill('SIGKILL'),
  };
}
