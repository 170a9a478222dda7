import type { Browser } from 'playwright-core';
import { median } from './load.js';

/** What a phone gets and does for one page. */
export interface PageFigures {
  /** Kilobytes over the wire: the first answer, and all that the page loads. */
  readonly firstKb: number;
  readonly allKb: number;
  readonly requests: number;
  /** Seconds until the first question (or language) stands on the screen, Slow 3G and a sixth of the processor. */
  readonly readable: number;
  /** The same at a quarter of the processor. */
  readonly readableQuarter: number;
  /** Longest task at a quarter of the processor, milliseconds; 0 when none is over 50. */
  readonly longTask: number;
  readonly heapMb: number;
  /** Whether 320 px are enough without scrolling sideways. */
  readonly fits: boolean;
}

/** Milliseconds; the heaviest page takes half a minute. */
const PATIENCE = 120_000;
/** Milliseconds after loading, for what a page still fetches then. */
const SETTLED = 2000;
const SLOW_3G = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };

/** Medians of some rounds with one page. */
export async function measurePage(browser: Browser, url: string, readable: string, rounds: number): Promise<PageFigures> {
  const runs: PageFigures[] = [];
  for (let round = 0; round < rounds; round++) runs.push(await measureOnce(browser, url, readable));
  return medianFigures(runs);
}

/** One round with one page; `readable` names what must have a box on the screen, ` >>> ` goes into a shadow tree. */
export async function measureOnce(browser: Browser, url: string, readable: string): Promise<PageFigures> {
  const [slow, quarter] = [await visit(browser, url, readable, 6), await visit(browser, url, readable, 4)];
  return { ...slow, readableQuarter: quarter.readable, longTask: await longestTask(browser, url) };
}

export function medianFigures(runs: readonly PageFigures[]): PageFigures {
  const of = (pick: (figures: PageFigures) => number) => median(runs.map(pick));
  return {
    firstKb: of(({ firstKb }) => firstKb),
    allKb: of(({ allKb }) => allKb),
    requests: of(({ requests }) => requests),
    readable: of(({ readable: seconds }) => seconds),
    readableQuarter: of(({ readableQuarter }) => readableQuarter),
    longTask: of(({ longTask }) => longTask),
    heapMb: of(({ heapMb }) => heapMb),
    fits: runs.every(({ fits }) => fits),
  };
}

async function openPhone(browser: Browser, slowdown: number) {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const client = await context.newCDPSession(page);
  await client.send('Network.enable');
  await client.send('Network.setCacheDisabled', { cacheDisabled: true });
  await client.send('Network.emulateNetworkConditions', SLOW_3G);
  await client.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  return { context, page, client };
}

/** A visit of its own: looking for the first question lays the page out in every frame, which is work of the measurement. */
async function longestTask(browser: Browser, url: string): Promise<number> {
  const { context, page } = await openPhone(browser, 4);
  await page.addInitScript(() => {
    const seen = globalThis as unknown as { longest: number };
    seen.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.longest = Math.max(seen.longest, duration);
    }).observe({ type: 'longtask', buffered: true });
  });
  await page.goto(url, { waitUntil: 'load' });
  await page.waitForTimeout(SETTLED);
  const longest = await page.evaluate(() => (globalThis as unknown as { longest: number }).longest);
  await context.close();
  return longest;
}

type Visit = Omit<PageFigures, 'readableQuarter' | 'longTask'>;

async function visit(browser: Browser, url: string, readable: string, slowdown: number): Promise<Visit> {
  const { context, page, client } = await openPhone(browser, slowdown);
  await client.send('Performance.enable');
  const sizes: number[] = [];
  client.on('Network.loadingFinished', ({ encodedDataLength }) => sizes.push(encodedDataLength));
  await page.addInitScript((path) => {
    const seen = globalThis as unknown as { readableAt?: number };
    const look = () => {
      let within: Document | ShadowRoot | null | undefined = document;
      for (const host of path.slice(0, -1)) within = within?.querySelector(host)?.shadowRoot;
      const box = within?.querySelector(path.at(-1) ?? '')?.getBoundingClientRect();
      if (box && box.height > 0 && box.top < innerHeight) seen.readableAt = performance.now();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, readable.split(' >>> '));
  await page.goto(url, { waitUntil: 'load' });
  await page.waitForFunction(() => 'readableAt' in globalThis);
  await page.waitForTimeout(500);
  const readableAt = await page.evaluate(() => (globalThis as unknown as { readableAt: number }).readableAt);
  const { metrics } = await client.send('Performance.getMetrics');
  await page.setViewportSize({ width: 320, height: 640 });
  const fits = await page.evaluate(() => (document.scrollingElement?.scrollWidth ?? 0) <= 320);
  await context.close();
  return {
    firstKb: (sizes[0] ?? 0) / 1000,
    allKb: sizes.reduce((sum, size) => sum + size, 0) / 1000,
    requests: sizes.length,
    readable: readableAt / 1000,
    heapMb: (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 1e6,
    fits,
  };
}
