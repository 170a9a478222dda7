/** Runs what belongs to one key one after another, in the order of the calls; different keys do not wait for each other. */
export interface OneAtATime {
  <T>(key: string, run: () => Promise<T>): Promise<T>;
  /** Whether something of this key is running or waits. */
  busy(key: string): boolean;
}

/** Within this process only: between nodes the version of the document settles races. */
export function createOneAtATime(): OneAtATime {
  const last = new Map<string, Promise<unknown>>();
  async function oneAtATime<T>(key: string, run: () => Promise<T>): Promise<T> {
    const before = last.get(key) ?? Promise.resolve();
    const mine = before.then(run, run);
    last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (last.get(key) === mine) last.delete(key);
    }
  }
  return Object.assign(oneAtATime, { busy: (key: string) => last.has(key) });
}
