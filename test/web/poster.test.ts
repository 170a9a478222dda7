import { createRequire } from 'node:module';
import type jsqr from 'jsqr';
import type { Browser, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, NO_BROWSER } from '../support/browser.js';
import { startServer, type TestServer } from '../support/server.js';

/** Its types say more than the package does: what it exports is the function itself. */
const readCode: typeof jsqr.default = createRequire(import.meta.url)('jsqr');
/** 2 cm at 150 dpi. */
const SMALL_PRINT_PX = 118;
/** How much of the picture's width is code; the rest is the white edge. */
const CODE_PART = 0.8;

describe.skipIf(NO_BROWSER)('the poster', () => {
  let server: TestServer;
  let browser: Browser;
  let page: Page;
  let link: string;

  beforeAll(async () => {
    server = await startServer();
    browser = await launchBrowser();
    const { code } = await server.parts.schools.add({ name: 'Schule am Wald', municipality: 'dortmund' });
    link = `${server.url}/s/${code}`;
    page = await browser.newPage({ viewport: { width: 1280, height: 1600 } });
    await page.goto(`${link}/poster`);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** The QR code as it stands on the paper, read by a reader that knows nothing of us. */
  async function scan(width: number, damage: (image: PNG) => void = () => {}): Promise<string | undefined> {
    await page.locator('.qr').evaluate((element: SVGElement, px) => {
      element.style.inlineSize = `${px}px`;
      element.style.blockSize = `${px}px`;
    }, width);
    const image = PNG.sync.read(await page.locator('.qr').screenshot());
    damage(image);
    return readCode(new Uint8ClampedArray(image.data), image.width, image.height)?.data;
  }

  test('carries a QR code that leads to exactly the printed link, which opens the school’s page', async () => {
    expect(await scan(300)).toBe(link);
    expect(await page.locator('.addr').innerText()).toBe(link.replace('http://', ''));
    const opened = await fetch(link, { headers: { accept: 'text/html', 'accept-language': 'tr' } });
    expect(opened.status).toBe(200);
    expect(await opened.text()).toContain('Schule am Wald');
  });

  test('is read when printed 2 cm wide', async () => {
    expect(await scan(SMALL_PRINT_PX)).toBe(link);
  });

  test('is read with a stain over 15 % of it', async () => {
    for (const shade of [0, 255]) {
      const stain = (image: PNG) => {
        // The code without its white edge, and beside the corner marks, without which nothing is found at all.
        const side = Math.round(image.width * CODE_PART * Math.sqrt(0.15));
        const from = Math.round(image.width * 0.4);
        for (let y = from; y < from + side; y++)
          for (let x = from; x < from + side; x++) image.data.fill(shade, (y * image.width + x) * 4, (y * image.width + x) * 4 + 3);
      };
      expect(await scan(300, stain), `shade ${shade}`).toBe(link);
    }
  });

  test('is one A4 page', async () => {
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1);
  });
});
