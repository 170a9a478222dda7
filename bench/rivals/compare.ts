import { compareEngines } from './engines.js';
import { comparePages } from './pages.js';

/** Our page and our engine beside other products', in the same rounds. */
export async function rivals(rounds: number): Promise<void> {
  await comparePages(rounds);
  await compareEngines(rounds);
}
