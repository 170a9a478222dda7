import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowser } from '../../test/support/browser.js';
import { LOCALE } from '../dialog.js';
import { note, noteMissing } from '../goals.js';
import { median } from '../load.js';
import { measureOnce, medianFigures, type PageFigures } from '../page.js';
import { firstQuestion } from '../places.js';
import { start } from '../servers.js';
import { fetchPackage, VERSIONS } from './fetch.js';
import { serveShell } from './shell-server.js';
import { type Shell, shells } from './shells.js';

/** How many times as long, and as much, a rival's page must take. */
const GOALS: { readonly [name in Shell['name']]: { readonly readable: number; readonly kb?: number } } = {
  'deep-chat': { readable: 3, kb: 5 },
  '@typebot.io/js': { readable: 6 },
  'botframework-webchat': { readable: 15 },
};

interface Page {
  readonly name: string;
  readonly url: string;
  readonly readable: string;
  readonly runs: PageFigures[];
}

/** Our page and each rival's, one after another in each round. */
export async function comparePages(rounds: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const server = await start('dist/server/main.js', [], { PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'silent' });
  // The first message greets, the second asks.
  const ours: Page = { name: 'ours', url: `http://localhost:${server.port}/chat?lang=${LOCALE}`, readable: '.msg + .msg', runs: [] };
  const rivals: (Page & Shell)[] = [];
  for (const shell of shells(firstQuestion())) {
    try {
      const url = await serveShell(shell, await fetchPackage(shell.name));
      rivals.push({ ...shell, url, runs: [] });
    } catch (error) {
      noteMissing(`the page of ${shell.name} ${VERSIONS[shell.name]}`, String(error));
    }
  }
  const browser = await launchBrowser();
  for (let round = 0; round < rounds; round++) {
    for (const { name, url, readable, runs } of [ours, ...rivals]) {
      const figures = await measureOnce(browser, url, readable);
      runs.push(figures);
      console.log(`round ${round + 1} ${name}: ${figures.readable.toFixed(2)} s, ${figures.allKb.toFixed(1)} KB`);
    }
  }
  await browser.close();
  await server.stop();
  describe(ours, { readable: 1, kb: 20 });
  for (const rival of rivals) describe(rival);
  for (const rival of rivals) compare(ours, rival);
}

function describe({ name, runs }: Page, goal?: { readonly readable: number; readonly kb: number }): void {
  const { readable, readableQuarter, allKb, requests, longTask, heapMb } = medianFigures(runs);
  note(`${name}: readable, Slow 3G, CPU/6`, readable, 's', goal && { atMost: goal.readable });
  note(`${name}: readable, Slow 3G, CPU/4`, readableQuarter, 's');
  note(`${name}: all it loads (${requests} requests)`, allKb, 'KB', goal && { atMost: goal.kb });
  note(`${name}: longest task over 50 ms, CPU/4`, longTask, 'ms');
  note(`${name}: script heap`, heapMb, 'MB');
}

function compare(ours: Page, rival: Page & Shell): void {
  const times = (pick: (figures: PageFigures) => number) =>
    median(rival.runs.map((figures, round) => pick(figures) / (ours.runs[round] ? pick(ours.runs[round]) : Number.NaN)));
  const { readable, kb } = GOALS[rival.name];
  const name = `${rival.name} ${VERSIONS[rival.name]}`;
  note(
    `${name} to ours: readable, CPU/6`,
    times((figures) => figures.readable),
    'times',
    { atLeast: readable },
  );
  note(
    `${name} to ours: readable, CPU/4`,
    times((figures) => figures.readableQuarter),
    'times',
  );
  note(
    `${name} to ours: all it loads`,
    times(({ allKb }) => allKb),
    'times',
    kb === undefined ? undefined : { atLeast: kb },
  );
  note(
    `${name} to ours: script heap`,
    times(({ heapMb }) => heapMb),
    'times',
  );
}
