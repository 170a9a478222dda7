/** Wakes open windows: "this subject changed". They then read on from the last message they have, so a lost wake-up loses nothing. */
export interface Feed {
  changed(subject: string): void;
  /** Calls back on every change until the returned function is called. */
  listen(subject: string, wake: () => void): () => void;
}

/**
 * Within one node. Where several nodes share a store, `pollMs` wakes every open window at that pace too: another node's change is seen at the
 * next reading, whatever was lost on the way.
 */
export function createFeed({ pollMs }: { readonly pollMs?: number } = {}): Feed {
  const listeners = new Map<string, Set<() => void>>();
  return {
    changed(subject) {
      for (const wake of listeners.get(subject) ?? []) wake();
    },
    listen(subject, wake) {
      const known = listeners.get(subject) ?? new Set();
      known.add(wake);
      listeners.set(subject, known);
      const poll = pollMs === undefined ? undefined : setInterval(wake, pollMs);
      return () => {
        clearInterval(poll);
        known.delete(wake);
        if (known.size === 0) listeners.delete(subject);
      };
    },
  };
}
