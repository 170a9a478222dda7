import { ContentError } from '../errors.js';
import { checkAuthoring, loadAuthoring } from './authoring.js';
import { checkContent } from './check.js';
import { writeCompiled } from './compiled.js';
import { loadContent } from './load.js';

/** Build step: reads and checks all content below the working folder and writes it as one file. Bad content stops the build. */
try {
  const content = loadContent(process.cwd());
  const findings = [...checkContent(content, new Date()), ...checkAuthoring(content, loadAuthoring(process.cwd()))];
  const errors = findings.filter(({ level }) => level === 'error');
  if (errors.length > 0) throw new ContentError(errors.map(({ where, problem }) => `${where}: ${problem}`));
  writeCompiled('dist/content.json', content);
} catch (error) {
  if (!(error instanceof ContentError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
