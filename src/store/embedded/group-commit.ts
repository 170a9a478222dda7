import type { DatabaseSync } from '@photostructure/sqlite';
import { StoreError } from '../../errors.js';

export type Database = InstanceType<typeof DatabaseSync>;

/** Runs writes so that all of one turn of the event loop share one transaction and one fsync. */
export interface GroupCommit {
  /** Applies the write at once within the open group; resolves with its result when the group is durable. */
  write<T>(apply: () => T): Promise<T>;
  /** Reads at once; resolves only when what it may have seen is durable. */
  read<T>(query: () => T): Promise<T>;
}

interface Group {
  readonly committed: Promise<void>;
}

/** A failed commit rejects every write of its group and leaves nothing of it behind. */
export function createGroupCommit(database: Database): GroupCommit {
  let open: Group | undefined;

  function begin(): Group {
    database.exec('BEGIN IMMEDIATE');
    const committed = new Promise<void>((resolve, reject) => {
      setImmediate(() => {
        open = undefined;
        try {
          database.exec('COMMIT');
          resolve();
        } catch (cause) {
          rollBack(database);
          reject(new StoreError('The embedded store could not commit.', { cause }));
        }
      });
    });
    committed.catch(() => undefined);
    return { committed };
  }

  return {
    async write(apply) {
      try {
        open ??= begin();
        const { committed } = open;
        const result = apply();
        await committed;
        return result;
      } catch (error) {
        throw asStoreError(error);
      }
    },
    async read(query) {
      try {
        const result = query();
        await open?.committed;
        return result;
      } catch (error) {
        throw asStoreError(error);
      }
    },
  };
}

function asStoreError(cause: unknown): StoreError {
  return cause instanceof StoreError ? cause : new StoreError('The embedded store failed.', { cause });
}

/** SQLite may have rolled back by itself (a full disk); then there is nothing left to undo. */
function rollBack(database: Database): void {
  if (database.isTransaction) database.exec('ROLLBACK');
}
