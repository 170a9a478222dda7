import axeCore from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, NO_BROWSER } from '../support/browser.js';
import { presentModerator } from '../support/parts.js';
import { startServer, type TestServer } from '../support/server.js';
import { askForPerson, openTalk } from '../support/talk.js';

const PARENT_PAGES = [
  '/',
  '/s/SCHOOL',
  '/chat?lang=LOCALE',
  '/chat?lang=LOCALE&topic=transition-4-5-timeline',
  '/chat?lang=LOCALE&topic=violence-at-home',
  '/help?lang=LOCALE',
  '/my-data?lang=LOCALE',
  '/privacy?lang=LOCALE',
  '/languages?to=help',
  '/path?lang=LOCALE',
  '/path?lang=LOCALE&stage=class_4&place=duisburg',
  '/path?lang=LOCALE&stage=upper_level&new=1',
  '/sheet?lang=LOCALE',
  '/sheet?lang=LOCALE&q=good_at&q=german',
  '/sheet?lang=LOCALE&topic=absence-and-leave',
  '/glossary?lang=LOCALE',
  '/share?lang=LOCALE&topic=absence-and-leave',
  '/report?lang=LOCALE&key=absence-and-leave.short_answer',
  '/chat?lang=LOCALE&topic=open-doors',
  '/nowhere',
];

interface AxeResult {
  readonly violations: { readonly id: string; readonly nodes: { readonly html: string }[] }[];
}
declare global {
  var axe: { run(options?: object): Promise<AxeResult> };
}

/** Dozens of pages, each searched whole. */
const AXE_TIMEOUT_MS = 300_000;

/** Rules broken on the page, all `<details>` open. */
async function broken(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
  // As tall as the page: nothing lies under the sticky bars, so that colours are judged against their real ground.
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: page.viewportSize()?.width ?? 360, height: Math.max(740, height) });
  await page.addScriptTag({ content: axeCore.source });
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

/** How far the page is wider than the window, in pixels. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

describe.skipIf(NO_BROWSER)('every page', () => {
  let browser: Browser;
  let server: TestServer;
  let school: string;
  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer()]);
    school = (await server.parts.schools.add({ name: 'Schule am Wald', municipality: 'dortmund' })).code;
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const address = (path: string, locale: string) => server.url + path.replace('SCHOOL', school).replace('LOCALE', locale);

  test.each(['tr', 'ar'])(
    'of the parents breaks no rule of axe, light and dark, phone and desktop, in %s',
    { timeout: AXE_TIMEOUT_MS },
    async (locale) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        for (const viewport of [
          { width: 360, height: 740 },
          { width: 1280, height: 800 },
        ]) {
          const context = await browser.newContext({ colorScheme, viewport, locale, bypassCSP: true, reducedMotion: 'reduce' });
          const page = await context.newPage();
          for (const path of PARENT_PAGES) {
            await page.goto(address(path, locale));
            expect(await broken(page), `${path} ${colorScheme} ${viewport.width}`).toEqual([]);
          }
          await context.close();
        }
      }
    },
  );

  test.each(['tr', 'ar', 'de', 'en'])('fits 320 and 180 px without sideways scrolling, and shows its question, in %s', async (locale) => {
    for (const width of [320, 180]) {
      const context = await browser.newContext({ viewport: { width, height: 640 }, locale });
      const page = await context.newPage();
      for (const path of PARENT_PAGES) {
        await page.goto(address(path, locale));
        expect(await overflow(page), `${path} at ${width}`).toBeLessThanOrEqual(0);
      }
      await page.goto(address('/chat?lang=LOCALE', locale));
      const box = await page.locator('#ask button').first().boundingBox();
      expect(box?.x ?? -1).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? width + 1)).toBeLessThanOrEqual(width);
      await context.close();
    }
  });

  test('has targets of at least 48 pixels on a phone', async () => {
    const page = await (await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'tr' })).newPage();
    for (const path of PARENT_PAGES) {
      await page.goto(address(path, 'tr'));
      const small = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('button, a, select, input:not([type=hidden]), summary')]
          .filter((target) => target.offsetParent !== null && !target.closest('p') && !target.classList.contains('skip'))
          .map((target) => ({ words: target.innerText.slice(0, 30), box: target.getBoundingClientRect() }))
          .filter(({ box }) => box.height < 47.5 || box.width < 47.5)
          .map(({ words, box }) => `${words}: ${Math.round(box.width)}x${Math.round(box.height)}`),
      );
      expect(small, path).toEqual([]);
    }
    await page.context().close();
  });

  test('of the console breaks no rule of axe, with a talk open, phone and desktop', { timeout: AXE_TIMEOUT_MS }, async () => {
    const { person, login, password } = await presentModerator(server.parts, ['ar']);
    const talk = await openTalk(server.parts, { locale: 'ar', municipality: 'dortmund' });
    await askForPerson(talk, 'سؤال');
    const requestId = (await server.parts.desk.queue(person))[0]?.requestId ?? '';
    await server.parts.desk.claim(person, requestId, 'claim-for-axe');
    for (const viewport of [
      { width: 360, height: 740 },
      { width: 1280, height: 800 },
    ]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        const context = await browser.newContext({ viewport, colorScheme, locale: 'de', bypassCSP: true, reducedMotion: 'reduce' });
        const page = await context.newPage();
        await page.goto(`${server.url}/console/login`);
        expect(await broken(page), 'login').toEqual([]);
        await page.fill('#login', login);
        await page.fill('#password', password);
        await page.click('button.main');
        await page.waitForURL('**/console');
        for (const path of [
          '/console',
          `/console/r/${encodeURIComponent(requestId)}`,
          `/console/r/${encodeURIComponent(requestId)}/card`,
          '/console/me',
        ]) {
          await page.goto(server.url + path);
          expect(await broken(page), `${path} ${viewport.width} ${colorScheme}`).toEqual([]);
        }
        await context.close();
      }
    }
  });

  test('works by keyboard alone: every stop is ringed and visible', async () => {
    const page = await (await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'tr' })).newPage();
    await page.goto(address('/chat?lang=tr', 'tr'));
    const stops: string[] = [];
    for (let press = 0; press < 40; press++) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(() => {
        const active = document.activeElement;
        if (!(active instanceof HTMLElement) || active === document.body) return undefined;
        const box = active.getBoundingClientRect();
        const covered = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return {
          name: active.innerText || active.id,
          ring: getComputedStyle(active).outlineWidth,
          seen: active.contains(covered) || covered?.contains(active) === true,
        };
      });
      if (!stop) break;
      expect(stop.ring, stop.name).toBe('3px');
      expect(stop.seen, stop.name).toBe(true);
      stops.push(stop.name);
    }
    expect(stops.length).toBeGreaterThan(10);
    await page.context().close();
  });
});
