import type { DatabaseSync } from '@photostructure/sqlite';
import { StoreError } from '../../errors.js';

export type Database = InstanceType<typeof DatabaseSync>;

/** Runs writes so that all of a short while share one transaction and one fsync. */
export interface GroupCommit {
  /** Applies the write at once within the open group; resolves with its result when the group is durable. */
  write<T>(apply: () => T): Promise<T>;
}

/**
 * A group is closed when it did not grow for so many turns of the event loop, at the latest after so many in all. Under load that saves fsyncs; without
 * load a turn of the loop costs next to nothing.
 */
const QUIET_LOOPS = 2;
const MAX_LOOPS = 16;

/** A failed commit rejects every write of its group and leaves nothing of it behind. */
export function createGroupCommit(database: Database): GroupCommit {
  const beginning = database.prepare('BEGIN IMMEDIATE');
  const committing = database.prepare('COMMIT');
  let open: Promise<void> | undefined;
  let writes = 0;

  function begin(): Promise<void> {
    beginning.run();
    writes = 0;
    const committed = new Promise<void>((resolve, reject) => {
      const commit = () => {
        open = undefined;
        try {
          committing.run();
          resolve();
        } catch (cause) {
          rollBack(database);
          reject(new StoreError('The embedded store could not commit.', { cause }));
        }
      };
      let [grownTo, quiet, loops] = [0, 0, 0];
      const wait = () => {
        quiet = writes > grownTo ? 0 : quiet + 1;
        grownTo = writes;
        loops += 1;
        if (quiet < QUIET_LOOPS && loops < MAX_LOOPS) setImmediate(wait);
        else commit();
      };
      setImmediate(wait);
    });
    committed.catch(() => undefined);
    return committed;
  }

  return {
    async write(apply) {
      try {
        open ??= begin();
        const committed = open;
        writes += 1;
        const result = apply();
        await committed;
        return result;
      } catch (error) {
        throw asStoreError(error);
      }
    },
  };
}

export function asStoreError(cause: unknown): StoreError {
  return cause instanceof StoreError ? cause : new StoreError('The embedded store failed.', { cause });
}

/** SQLite may have rolled back by itself (a full disk); then there is nothing left to undo. */
function rollBack(database: Database): void {
  if (database.isTransaction) database.exec('ROLLBACK');
}
