/** Runs what belongs to one key one after another, in the order of the calls; different keys do not wait for each other. */
export type OneAtATime = <T>(key: string, run: () => Promise<T>) => Promise<T>;

/** Within this process only: between nodes the version of the document settles races. */
export function createOneAtATime(): OneAtATime {
  const last = new Map<string, Promise<unknown>>();
  return async (key, run) => {
    const before = last.get(key) ?? Promise.resolve();
    const mine = before.then(run, run);
    last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (last.get(key) === mine) last.delete(key);
    }
  };
}
