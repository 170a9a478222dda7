import { checkAuthoring, loadAuthoring } from '../content/authoring.js';
import { checkContent, offeredLocales } from '../content/check.js';
import { loadContent } from '../content/load.js';
import { ContentError } from '../errors.js';

/** Prints every problem of the content below `root`, one a line, and a summary. Returns the exit code. */
export function checkCommand(root: string, now: Date, print: (line: string) => void): number {
  try {
    const content = loadContent(root);
    const findings = [...checkContent(content, now), ...checkAuthoring(content, loadAuthoring(root))];
    for (const { level, rule, where, problem } of findings) print(`${level}: ${where}: ${problem} [${rule}]`);
    const errors = findings.filter(({ level }) => level === 'error').length;
    const { flows, terms } = content;
    print(
      `${Object.keys(flows).length} flows, ${Object.keys(terms).length} terms, offered: ${offeredLocales(content).join(', ')}; ${errors} error(s), ${findings.length - errors} warning(s)`,
    );
    return errors > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    for (const finding of error.findings) print(`error: ${finding}`);
    return 1;
  }
}
