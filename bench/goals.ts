interface Goal {
  readonly what: string;
  readonly measured: string;
  readonly goal: string;
  readonly met: boolean | undefined;
}
const goals: Goal[] = [];

/** Notes a figure; without a goal it is only reported. */
export function note(what: string, value: number, unit: string, goal?: { atMost: number } | { atLeast: number }): void {
  const measured = `${value >= 1000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)} ${unit}`.trim();
  if (!goal) goals.push({ what, measured, goal: '', met: undefined });
  else if ('atMost' in goal) goals.push({ what, measured, goal: `<= ${shown(goal.atMost)}`, met: value <= goal.atMost });
  else goals.push({ what, measured, goal: `>= ${shown(goal.atLeast)}`, met: value >= goal.atLeast });
}

const shown = (value: number) => value.toLocaleString('en', { maximumSignificantDigits: 3 });

/** Notes that a figure could not be had: counted as missed, and said at once and again at the end. */
export function noteMissing(what: string, why: string): void {
  console.error(`\n!!! NOT MEASURED: ${what}\n!!! ${why}\n`);
  goals.push({ what, measured: 'NOT MEASURED', goal: why, met: false });
}

/** Prints all that was noted and says whether every goal was met. */
export function report(): boolean {
  for (const { what, measured, goal, met } of goals)
    console.log(`${met === undefined ? '    ' : met ? 'ok  ' : 'MISS'} ${what}: ${measured}${goal ? `  (${goal})` : ''}`);
  return goals.every(({ met }) => met !== false);
}
