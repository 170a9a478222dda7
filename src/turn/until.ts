import { describeError, type Log } from '../log.js';
import type { Activity } from './activity.js';
import type { HandleTurn, Stage, TurnOutcome } from './handle-turn.js';

/** Takes a turn and resolves as soon as it has reached a stage. The rest goes on by itself; what fails of it is logged, and `sweep` finishes it. */
export function until(
  stage: Stage,
  { handleTurn, log }: { readonly handleTurn: HandleTurn; readonly log: Log },
  activity: Activity,
): Promise<TurnOutcome> {
  return new Promise((resolve, reject) => {
    let answered = false;
    const reached = (now: Stage, outcome: TurnOutcome) => {
      if (now !== stage) return;
      answered = true;
      resolve(outcome);
    };
    handleTurn(activity, reached).catch((error: unknown) => {
      if (answered) log.error('job_failed', { job: 'turn', ...describeError(error) });
      else reject(error);
    });
  });
}
