/** Heap in use after collecting what nobody holds, megabytes; needs `--expose-gc`. */
export function heap(): number {
  if (!globalThis.gc) throw new Error('Run with --expose-gc');
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed / 1e6;
}
