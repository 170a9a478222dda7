import type { Client } from './clients.js';
import type { Running } from './servers.js';

export interface Load {
  readonly turnsPerSecond: number;
  readonly cpuPerTurn: number;
  readonly p50: number;
  readonly p99: number;
}

/** Talks one after another in so many lanes, first as long uncounted, so that all that is measured runs warm, then counted. */
export async function load(server: Running, client: Client, lanes: number, milliseconds: number): Promise<Load> {
  let counting = false;
  let stop = false;
  const took: number[] = [];
  const lane = async () => {
    let last = performance.now();
    while (!stop) {
      last = performance.now();
      await client(() => {
        const now = performance.now();
        if (counting && !stop) took.push(now - last);
        last = now;
      });
    }
  };
  const running = Array.from({ length: lanes }, lane);
  await pause(milliseconds);
  const [cpu, begun] = [server.cpu(), performance.now()];
  counting = true;
  await pause(milliseconds);
  const [used, seconds] = [server.cpu() - cpu, (performance.now() - begun) / 1000];
  stop = true;
  await Promise.all(running);
  took.sort((one, other) => one - other);
  const at = (part: number) => took[Math.min(took.length - 1, Math.floor(took.length * part))] ?? 0;
  return { turnsPerSecond: took.length / seconds, cpuPerTurn: used / took.length, p50: at(0.5), p99: at(0.99) };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
