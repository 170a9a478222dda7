import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { note, noteMissing } from '../goals.js';
import { engineSteps } from '../in-process.js';
import { median } from '../load.js';
import { expectedTalk } from '../places.js';
import { type Driver, startDriver } from './driver.js';
import { buildGoflow, command, installRasa, VERSIONS } from './fetch.js';
import { goflowAssets } from './goflow-assets.js';
import { compareHeaps } from './heaps.js';
import { rasaProject } from './rasa-project.js';

/** Talks a round: about a second each. */
const OURS = 8000;
const TALKS = { goflow: 150, rasa: 15 };
const TURNS = expectedTalk().length;

function write(files: { [name: string]: string }): string {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  for (const [name, content] of Object.entries({ ...files, 'talk.json': JSON.stringify(expectedTalk()) })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

async function startGoflow(): Promise<Driver> {
  const folder = write({ 'assets.json': goflowAssets() });
  return startDriver(await buildGoflow(), [join(folder, 'assets.json'), join(folder, 'talk.json')]);
}

async function startRasa(): Promise<Driver> {
  const [folder, python] = [write(rasaProject()), await installRasa()];
  const train = ['-m', 'rasa', 'train', '--fixed-model-name', 'talk', '--quiet'];
  const env = { ...process.env, RASA_TELEMETRY_ENABLED: 'false', SQLALCHEMY_SILENCE_UBER_WARNING: '1' };
  await command(python, train, folder, env);
  return startDriver(python, [resolve('bench/rivals/rasa/driver.py'), join(folder, 'models', 'talk.tar.gz'), join(folder, 'talk.json')]);
}

interface Rival {
  readonly name: string;
  readonly driver: Driver;
  readonly talks: number;
  readonly atLeast: number;
}

/** Our engine and each rival's, one after another in each round; every rival's words are compared with ours as they come. */
export async function compareEngines(rounds: number): Promise<void> {
  const wanted = [
    { name: `goflow ${VERSIONS['github.com/nyaruka/goflow']}`, begin: startGoflow, talks: TALKS.goflow, atLeast: 10 },
    { name: `Rasa ${VERSIONS.rasa} with key words`, begin: startRasa, talks: TALKS.rasa, atLeast: 100 },
  ];
  const rivals: Rival[] = [];
  for (const { begin, ...rival } of wanted) {
    try {
      const driver = await begin();
      await driver.talks(rival.talks);
      rivals.push({ ...rival, driver });
    } catch (error) {
      noteMissing(`our engine beside ${rival.name}`, String(error));
    }
  }
  engineSteps(OURS);
  const ours: number[] = [];
  const theirs: { [name: string]: number[] } = {};
  for (let round = 0; round < rounds; round++) {
    ours.push(engineSteps(OURS));
    for (const { name, driver, talks } of rivals) {
      const speed = (talks * TURNS) / (await driver.talks(talks));
      theirs[name] = [...(theirs[name] ?? []), speed];
      console.log(`round ${round + 1} ours ${Math.round(ours.at(-1) ?? 0)}, ${name} ${Math.round(speed)} turns/s`);
    }
  }
  note('our engine, state as JSON each turn', median(ours), 'turns/s');
  for (const { name, atLeast } of rivals) {
    const speeds = theirs[name] ?? [];
    note(name, median(speeds), 'turns/s');
    note(`our engine to ${name}`, median(speeds.map((speed, round) => (ours[round] ?? 0) / speed)), 'times', { atLeast });
  }
  await compareHeaps(
    rounds,
    rivals.find(({ name }) => name.startsWith('goflow')),
  );
  for (const { driver } of rivals) driver.stop();
}
