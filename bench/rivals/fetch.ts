import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What our pages and our engine are measured beside; nothing of it is a dependency. Of goflow it is the newest version whose source could be fetched. */
export const VERSIONS = {
  'deep-chat': '2.4.2',
  '@typebot.io/js': '0.10.7',
  'botframework-webchat': '4.18.1',
  'github.com/nyaruka/goflow': 'v0.197.7',
  rasa: '3.6.21',
  minisearch: '7.2.0',
  '@orama/orama': '3.1.18',
  '@orama/stemmers': '3.1.18',
} as const;

/** Outside the repository, kept between runs. */
const FOLDER = join(tmpdir(), 'elternbruecke-rivals');
/** Rasa 3.6 runs on Python 3.8 to 3.10 only. */
const PYTHON = process.env.RASA_PYTHON ?? 'python3.10';
const PATIENCE = 15 * 60_000;

const run = promisify(execFile);

/** Runs a command to its end; a failure names the command and the last lines it said. */
export async function command(name: string, args: readonly string[], cwd: string, env = process.env): Promise<void> {
  const line = [name, ...args].join(' ');
  console.log(`$ ${line}`);
  try {
    await run(name, args, { cwd, env, timeout: PATIENCE, maxBuffer: 64e6 });
  } catch (error) {
    throw new Error(`${line}: ${String(error).trimEnd().slice(-800)}`, { cause: error });
  }
}

function folderOf(name: keyof typeof VERSIONS): string {
  const folder = join(FOLDER, `${name.replaceAll(/\W/g, '-')}-${VERSIONS[name]}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Installs a package for browsers, without running its scripts, and gives its folder. */
export async function fetchPackage(
  name: 'deep-chat' | '@typebot.io/js' | 'botframework-webchat' | 'minisearch' | '@orama/orama' | '@orama/stemmers',
): Promise<string> {
  const folder = folderOf(name);
  const installed = join(folder, 'node_modules', name);
  if (!existsSync(join(folder, 'node_modules', '.package-lock.json'))) {
    await command('npm', ['install', '--ignore-scripts', '--no-save', '--no-audit', '--prefix', '.', `${name}@${VERSIONS[name]}`], folder);
  }
  return installed;
}

/** Builds the driver around goflow and gives its path. */
export async function buildGoflow(): Promise<string> {
  const name = 'github.com/nyaruka/goflow';
  const folder = folderOf(name);
  const driver = join(folder, 'driver');
  copyFileSync('bench/rivals/goflow/main.go', join(folder, 'main.go'));
  if (!existsSync(driver)) {
    if (!existsSync(join(folder, 'go.mod'))) await command('go', ['mod', 'init', 'rivals'], folder);
    await command('go', ['get', `${name}@${VERSIONS[name]}`], folder);
    await command('go', ['mod', 'tidy'], folder);
  }
  await command('go', ['build', '-o', 'driver', '.'], folder);
  return driver;
}

/** Installs Rasa into a virtual environment of its own (2.7 GB) and gives the environment's `python`. */
export async function installRasa(): Promise<string> {
  const folder = folderOf('rasa');
  const python = join(folder, 'bin', 'python');
  if (!existsSync(join(folder, 'bin', 'rasa'))) {
    await command(PYTHON, ['-m', 'venv', '.'], folder);
    await command(python, ['-m', 'pip', 'install', '--quiet', `rasa==${VERSIONS.rasa}`, 'setuptools<81'], folder);
  }
  return python;
}
