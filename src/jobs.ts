import { retain } from './contacts/forget.js';
import { sweep } from './effects/sweep.js';
import { describeError, type Log } from './log.js';
import type { Parts } from './parts.js';
import { LEASE_MS } from './turn/handle-turn.js';

const SWEEP_MS = 5_000;
const RETAIN_MS = 10 * 60_000;
/** A jump of the wall clock against the monotonic one beyond this pauses deletion until a restart (security.md R-RET-02). */
const JUMP_MS = 3_600_000;

/**
 * Finishes what this server's dead self owed. Only for a store that no other server uses (embedded): there every lease found at the start is void.
 * Called before the first request is taken, so that a parent finds her talk whole.
 */
export async function finishOwn(parts: Parts, log: Log): Promise<void> {
  // The dead self's leases end before this; those taken here end later, so that what cannot be finished now is not taken up again and again.
  const dueBefore = parts.now() + LEASE_MS;
  for (;;) {
    const conversations = await sweep(parts.conversations, parts.carryOut, parts.now, dueBefore);
    if (conversations === 0) return;
    log.info('swept', { conversations });
  }
}

/** Starts what runs beside the turns: finishing what a dead node owed, and forgetting what is past its time. Returns how to stop it. */
export function startJobs(parts: Parts, log: Log): () => void {
  const watch = watchClock(parts.now, () => performance.now());
  const guarded = (job: string, run: () => Promise<void>) => () =>
    run().catch((error: unknown) => log.error('job_failed', { job, ...describeError(error) }));

  const sweeping = guarded('sweep', async () => {
    const conversations = await sweep(parts.conversations, parts.carryOut, parts.now);
    if (conversations > 0) log.info('swept', { conversations });
  });
  const retaining = guarded('retain', async () => {
    const jump = watch();
    if (Math.abs(jump) > JUMP_MS) return log.error('clock_jumped', { milliseconds: Math.round(jump) });
    const removed = await retain(parts);
    if (Object.values(removed).some((count) => count > 0)) log.info('retained', removed);
  });
  const timers = [setInterval(sweeping, SWEEP_MS), setInterval(retaining, RETAIN_MS)];
  return () => timers.forEach(clearInterval);
}

/** How far the wall clock has moved beyond the monotonic clock since the watch began, in milliseconds. */
export function watchClock(wall: () => number, monotonic: () => number): () => number {
  const start = wall() - monotonic();
  return () => wall() - monotonic() - start;
}
