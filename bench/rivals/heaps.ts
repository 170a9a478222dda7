import { botbuilderClient, startConnector } from '../clients.js';
import { DIALOG } from '../dialog.js';
import { note, noteMissing } from '../goals.js';
import { parkedHeap } from '../in-process.js';
import { median } from '../load.js';
import { start } from '../servers.js';
import type { Driver } from './driver.js';

/** Talks parked; goflow's sessions weigh the same each, however many there are. */
const PARKED = { ours: 10_000, botbuilder: 10_000, goflow: 2500 };
const LANES = 16;
/** Presses before a talk is left standing. */
const TURNS = 3;
const UNIT = 'MB per 10,000';

/** Heap of parked talks: ours in the embedded store, botbuilder's in its memory storage, goflow's as JSON in memory. */
export async function compareHeaps(rounds: number, goflow: { name: string; driver: Driver } | undefined): Promise<void> {
  const held: { ours: number; botbuilder: number; goflow: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const ours = await parkedHeap(PARKED.ours);
    const botbuilder = await botbuilderHeap(PARKED.botbuilder);
    const parked = goflow ? ((await goflow.driver.park(PARKED.goflow)) / PARKED.goflow) * 10_000 : Number.NaN;
    held.push({ ours, botbuilder, goflow: parked });
    console.log(
      `round ${round + 1} heap: ours ${ours.toFixed(1)}, botbuilder ${botbuilder.toFixed(1)}, goflow ${parked.toFixed(1)} ${UNIT}`,
    );
  }
  note('heap of parked talks, ours', median(held.map(({ ours }) => ours)), UNIT, { atMost: 3 });
  note('heap of parked talks, botbuilder', median(held.map(({ botbuilder }) => botbuilder)), UNIT);
  note('heap of parked talks, ours to botbuilder', median(held.map(({ ours, botbuilder }) => ours / botbuilder)), '', { atMost: 1 / 4 });
  if (!goflow) return noteMissing('heap of parked talks beside goflow', 'goflow does not run here, see above');
  note(`heap of parked talks, ${goflow.name} as JSON`, median(held.map((round) => round.goflow)), UNIT);
  note(`heap of parked talks, ours to ${goflow.name}`, median(held.map((round) => round.ours / round.goflow)), '', { atMost: 1 / 8 });
}

async function botbuilderHeap(talks: number): Promise<number> {
  const connector = await startConnector();
  const server = await start('dist/bench/bench/servers/botbuilder.js');
  const used = async () => Number(await (await fetch(`http://127.0.0.1:${server.port}/heap`)).text());
  const begin = botbuilderClient(server.port, connector, DIALOG.slice(0, TURNS));
  const seed = async (count: number) => {
    const lane = async () => {
      for (let talk = 0; talk < count / LANES; talk++) await begin(() => undefined);
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  };
  await seed(800);
  const before = await used();
  await seed(talks);
  const held = (await used()) - before;
  await server.stop();
  connector.stop();
  return (held / talks) * 10_000;
}
