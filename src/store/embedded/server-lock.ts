import { DatabaseSync } from '@photostructure/sqlite';
import { ConfigError } from '../../errors.js';
import type { Database } from './group-commit.js';

/**
 * Holds the data folder for one server until the process ends, however it ends: the lock is the operating system's on a small file of its own, so
 * that the CLI may still open the data.
 *
 * @throws ConfigError when another server has it
 */
export function takeServerLock(path: string): void {
  const lock = new DatabaseSync(path);
  try {
    lock.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
  } catch {
    lock.close();
    throw new ConfigError('DATA_DIR', `another server is running on ${path}`, 'Stop it first, or give this one a folder of its own.');
  }
  held.push(lock);
}

/** Kept, so that no garbage collection lets go of the lock. */
const held: Database[] = [];
