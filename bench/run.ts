import { mkdtempSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowser } from '../test/support/browser.js';
import { botbuilderClient, type Client, floorClient, pageClient, startConnector } from './clients.js';
import { compareSearch } from './find.js';
import { note, report } from './goals.js';
import { engineSteps, longTalks, manyTalks, parkedHeap } from './in-process.js';
import { type Load, load, median } from './load.js';
import { measurePage } from './page.js';
import { rivals } from './rivals/compare.js';
import { type Running, start } from './servers.js';

const HERE = 'dist/bench/bench/servers';
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const MILLISECONDS = Number(process.env.BENCH_MS ?? 4000);
const MANY = Number(process.env.BENCH_MANY ?? 100_000);

/** All servers in each round, one after another, so that the machine's moods hit them alike. */
async function servers(): Promise<void> {
  const connector = await startConnector();
  const kinds: { [name: string]: { start(): Promise<Running>; client(port: number): Client } } = {
    memory: { start: () => start(`${HERE}/product.js`, ['memory']), client: (port) => pageClient(port, { script: true }) },
    durable: { start: () => start(`${HERE}/product.js`), client: (port) => pageClient(port, { script: true }) },
    plain: { start: () => start(`${HERE}/product.js`), client: (port) => pageClient(port, { script: false }) },
    floor: { start: () => start(`${HERE}/floor.js`), client: floorClient },
    botbuilder: { start: () => start(`${HERE}/botbuilder.js`), client: (port) => botbuilderClient(port, connector) },
  };
  const results: { [name: string]: { many: Load; one: Load; rss: number }[] } = {};
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, { start: begin, client }] of Object.entries(kinds)) {
      const server = await begin();
      const rss = server.rss();
      const many = await load(server, client(server.port), 16, MILLISECONDS);
      const one = await load(server, client(server.port), 1, MILLISECONDS / 2);
      await server.stop();
      results[name] = [...(results[name] ?? []), { many, one, rss }];
      console.log(`round ${round + 1} ${name}: ${Math.round(many.turnsPerSecond)} turns/s, ${Math.round(many.cpuPerTurn)} us/turn`);
    }
  }
  connector.stop();
  const of = (name: string, pick: (result: { many: Load; one: Load; rss: number }) => number) => (results[name] ?? []).map(pick);
  const ratio = (one: string, other: string, pick: (result: { many: Load; one: Load; rss: number }) => number) => {
    const below = of(other, pick);
    return median(of(one, pick).map((value, round) => value / (below[round] ?? Number.NaN)));
  };
  const cpu = ({ many }: { many: Load }) => many.cpuPerTurn;
  const speed = ({ many }: { many: Load }) => many.turnsPerSecond;
  note('CPU of a durable turn, 16 at once, to the same product in memory', ratio('durable', 'memory', cpu), '', { atMost: 1.5 });
  note(
    'p50 of a durable turn, one at a time, to the same product in memory',
    ratio('durable', 'memory', ({ one }) => one.p50),
    '',
    { atMost: 2 },
  );
  note('CPU of a durable turn to bare express with the bare step', ratio('durable', 'floor', cpu), '');
  note('turns/s through the page (script), durable, to botbuilder', ratio('durable', 'botbuilder', speed), '', { atLeast: 5 });
  note('turns/s through the page without script (two requests a turn), durable, to botbuilder', ratio('plain', 'botbuilder', speed), '');
  for (const name of Object.keys(kinds)) {
    note(`${name}: turns/s, 16 at once`, median(of(name, speed)), '');
    note(`${name}: CPU a turn`, median(of(name, cpu)), 'us');
    note(
      `${name}: p50 and p99 at 16`,
      median(of(name, ({ many }) => many.p50)),
      `/ ${median(of(name, ({ many }) => many.p99)).toPrecision(3)} ms`,
    );
  }
  note(
    'memory at rest, durable, to botbuilder',
    ratio('durable', 'botbuilder', ({ rss }) => rss),
    '',
  );
}

/** From spawning to the first answered turn, as an operator starts it. */
async function coldStarts(): Promise<void> {
  const connector = await startConnector();
  const once = async (begin: () => Promise<Running>, client: (port: number) => Client) => {
    const begun = performance.now();
    const server = await begin();
    let took = 0;
    await client(server.port)(() => {
      took ||= performance.now() - begun;
    });
    await server.stop();
    return took;
  };
  const took: { [name: string]: number[] } = { product: [], botbuilder: [], floor: [] };
  for (let round = 0; round < ROUNDS; round++) {
    const folder = mkdtempSync(join(tmpdir(), 'bench-'));
    const product = () => start('dist/server/main.js', [], { PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'silent' });
    took.product?.push(await once(product, (port) => pageClient(port, { script: true })));
    took.botbuilder?.push(
      await once(
        () => start(`${HERE}/botbuilder.js`),
        (port) => botbuilderClient(port, connector),
      ),
    );
    took.floor?.push(await once(() => start(`${HERE}/floor.js`), floorClient));
  }
  connector.stop();
  const [product = [], botbuilder = [], floor = []] = [took.product, took.botbuilder, took.floor];
  const to = (other: number[]) => median(product.map((value, round) => value / (other[round] ?? Number.NaN)));
  note('first answered turn after a cold start, to botbuilder', to(botbuilder), '', { atMost: 0.5 });
  note('first answered turn after a cold start, to bare express', to(floor), '');
  note('first answered turn: product', median(product), 'ms');
  note('first answered turn: botbuilder', median(botbuilder), 'ms');
}

async function pages(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const server = await start('dist/server/main.js', [], { PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'silent' });
  const browser = await launchBrowser();
  for (const [name, path, readable] of [
    ['chat, Turkish', '/chat?lang=tr', '.msg'],
    ['chat, Arabic', '/chat?lang=ar', '.msg'],
    ['arrival', '/', 'main .btn, main a'],
  ] as const) {
    const figures = await measurePage(browser, `http://localhost:${server.port}${path}`, readable, ROUNDS);
    note(`${name}: first answer`, figures.firstKb, 'KB', { atMost: 14 });
    note(`${name}: all it loads (${figures.requests} requests)`, figures.allKb, 'KB', { atMost: 20 });
    note(`${name}: readable, Slow 3G, CPU/6`, figures.readable, 's', { atMost: 1 });
    note(`${name}: longest task over 50 ms, CPU/4`, figures.longTask, 'ms', { atMost: 50 });
    note(`${name}: script heap`, figures.heapMb, 'MB', { atMost: 2 });
    note(`${name}: wider than 320 px`, figures.fits ? 0 : 1, '', { atMost: 0 });
  }
  await browser.close();
  await server.stop();
}

async function inProcess(): Promise<void> {
  note('engine, state as JSON each turn', median(Array.from({ length: ROUNDS }, () => engineSteps(2000))), 'steps/s', { atLeast: 100_000 });
  note('heap of parked talks', await parkedHeap(10_000), 'MB per 10,000', { atMost: 3 });
  const long = await longTalks(ROUNDS);
  note('a turn in a talk of 1,000 messages, to one of 10', long.ratio, '', { atMost: 1.2 });
  const many = await manyTalks(MANY, 100, 2 * ROUNDS + 1);
  note(`a turn with ${MANY.toLocaleString('en')} talks stored, to 100`, many.ratio, '', { atMost: 1.2 });
}

const parts: { [name: string]: () => Promise<void> } = { inProcess, coldStarts, pages, servers };
const wanted = process.argv.slice(2);
console.log(`${cpus().length} x ${cpus()[0]?.model}, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}, ${ROUNDS} rounds`);
for (const [name, run] of Object.entries(parts)) if (wanted.length === 0 || wanted.includes(name)) await run();
if (wanted.includes('find')) await compareSearch();
if (wanted.includes('rivals')) await rivals(ROUNDS);
else
  console.log(
    'Not measured: other products beside ours. They are fetched from their registries, and only when asked for: npm run bench -- rivals',
  );
process.exitCode = report() ? 0 : 1;
process.exit();
