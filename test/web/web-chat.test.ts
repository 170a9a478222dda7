import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, NO_BROWSER } from '../support/browser.js';
import { callDirectLine } from '../support/direct-line.js';
import { guide, LOCALES } from '../support/guide.js';
import { startServer, type TestServer } from '../support/server.js';
import { type HostPage, NO_WEB_CHAT, startHostPage } from '../support/web-chat.js';

describe.skipIf(NO_BROWSER || NO_WEB_CHAT)('the stock web chat on a school’s own site', () => {
  let server: TestServer;
  let host: HostPage;
  let browser: Browser;
  beforeAll(async () => {
    [server, host, browser] = await Promise.all([startServer(), startHostPage(), launchBrowser()]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await Promise.all([server?.stop(), host?.stop()]);
  });

  for (const locale of LOCALES) {
    test(`leads through a topic in ${locale} by its buttons`, async () => {
      const { body } = await callDirectLine(server.url, 'POST', '/tokens/generate', server.parts.directLine.secret, {});
      const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
      const page = await context.newPage();
      const elsewhere: string[] = [];
      page.on('request', (request) => {
        if (![server.url, host.url, 'blob:', 'data:'].some((own) => request.url().startsWith(own))) elsewhere.push(request.url());
      });
      const asked = new URLSearchParams({ token: String(body.token), domain: `${server.url}/v3/directline`, locale });
      await page.goto(`${host.url}/?${asked}`);

      const label = (flow: string, choice: string) => guide.texts.label(locale, flow, choice).replace(/[[\]]/g, '');
      const loose = (words: string) => new RegExp(words.replace(/[^\p{Letter}\p{Number}]+/gu, '[^\\p{Letter}\\p{Number}]+'), 'u');
      for (const [flow, choice] of [
        ['child-stage', 'primary'],
        ['child-stage', 'class_4'],
        ['menu', 'transition-4-5-recommendation'],
        ['transition-4-5-recommendation', 'when'],
      ] as const) {
        await page
          .getByRole('toolbar')
          .getByRole('button', { name: loose(label(flow, choice)) })
          .first()
          .click();
      }
      await page
        .getByText(/schulministerium\.nrw/)
        .first()
        .waitFor();
      expect(await page.getByRole('link', { name: 'schulministerium.nrw' }).first().getAttribute('href')).toContain(
        'https://www.schulministerium.nrw',
      );
      // Every message was delivered, none hangs at "sending", and the raw marks of our texts show nowhere.
      const shown = await page.locator('#chat').innerText();
      expect(shown).not.toMatch(/\*\*|\[\[|\]\]/);
      expect(shown).toContain(label('menu', 'transition-4-5-recommendation').split(' ')[0]);
      expect(elsewhere).toEqual([]);
      if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/web-chat-${locale}.png` });
      await context.close();
    });
  }
});
