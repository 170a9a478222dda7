import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withoutMarks } from '../../src/content/format.js';
import { launchBrowser, NO_BROWSER, watchPage } from '../support/browser.js';
import { presentModerator } from '../support/parts.js';
import { startServer, type TestServer } from '../support/server.js';

const PHONE = { width: 360, height: 740 };

/** Something that waits until it is let go. */
function hold(): { readonly held: Promise<void>; letGo(): void } {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  return { held, letGo };
}

describe.skipIf(NO_BROWSER)('in a real browser', () => {
  let browser: Browser;
  let server: TestServer;
  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const text = (locale: string, key: string) => withoutMarks(server.parts.guide.texts.text(locale, key));

  async function logIn(login: string, password: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'de-DE' });
    const page = await context.newPage();
    await page.goto(`${server.url}/console/login`);
    await page.fill('#login', login);
    await page.fill('#password', password);
    await page.click('button.main');
    await page.waitForURL('**/console');
    return page;
  }

  describe.each([
    ['tr', true],
    ['ar', true],
    ['de', true],
    ['en', true],
    ['tr', false],
    ['ar', false],
  ] as const)('in %s, script %s', (locale, script) => {
    test('a parent is led to an answer, gets a person, is called back only after a yes, and deletes it all', {
      timeout: 120_000,
    }, async () => {
      const { login, password } = await presentModerator(server.parts, [locale]);
      const school = await server.parts.schools.add({ name: 'Schule am Wald', municipality: 'dortmund' });
      const desk = await logIn(login, password);
      const context = await browser.newContext({ viewport: PHONE, locale, javaScriptEnabled: script });
      const parent = await context.newPage();
      const problems = [...watchPage(parent, server.url), ...watchPage(desk, server.url)];
      const newest = async () => Number(await parent.locator('[role=log] [data-seq]').last().getAttribute('data-seq'));
      const grown = (before: number) => expect.poll(newest, { timeout: 10_000 }).toBeGreaterThan(before);
      const press = async (choice: string) => {
        const before = await newest();
        await parent.click(`#ask button[value="${choice}"]`);
        await grown(before);
      };
      const answer = async (words: string) => {
        const before = await newest();
        await parent.fill('#answer', words);
        await parent.click('form.say button');
        await grown(before);
      };
      const readOn = async (words: string) => {
        if (!script) await parent.click('.dock a[href^="/chat?now="]');
        await parent.getByText(words).first().waitFor();
      };

      await parent.goto(`${server.url}/s/${school.code}`);
      await parent.getByText('Schule am Wald').waitFor();
      await parent.click(`a[hreflang="${locale}"]`);
      await press('primary');
      await press('class_4');
      await press('transition-4-5-timeline');
      await parent.getByText(text(locale, 'transition-4-5-timeline.title')).first().waitFor();
      expect(await parent.locator('html').getAttribute('dir')).toBe(locale === 'ar' ? 'rtl' : 'ltr');

      await parent.click('.dock button[value="ask_moderator"]');
      await parent.locator('button[value="go_on"]').waitFor();
      await press('go_on');
      await answer('Okul / مدرسة / Schule?');
      await parent.getByText('Okul / مدرسة / Schule?').first().waitFor();
      await press('granted');

      await desk.locator('button[value="claim"]').first().click();
      await desk.locator('#reply').waitFor();
      expect(await desk.locator('.side').innerText()).toContain('Okul / مدرسة / Schule?');
      await desk.fill('#reply', 'Merhaba, ben buradayım');
      await desk.click('button[value="say"]');
      await readOn('Merhaba, ben buradayım');
      await parent.fill('#text', 'شكرا teşekkürler');
      await parent.click('form.say button');
      await desk.getByText('شكرا teşekkürler').waitFor();

      await desk.click('button[value="propose_call"]');
      if (script) await parent.locator('#ask button[value="granted"]').waitFor();
      else await parent.click('.dock a[href^="/chat?now="]');
      await press('granted');
      await press('evening');
      await press('voice_no');
      await answer('Fatma');
      await answer('0151 23456789');
      const code = /\d{4} \d{4} \d{4} \d{4}/.exec(await parent.locator('.log').first().innerText())?.[0] ?? '';
      expect(code).not.toBe('');

      await desk.reload();
      expect(await desk.content()).not.toContain('23456789');
      expect(await desk.content()).not.toContain(code);
      await desk.click('button[value="reveal"]');
      await desk.getByText('+4915123456789').waitFor();

      const elsewhere = await (await browser.newContext({ viewport: PHONE, javaScriptEnabled: script })).newPage();
      await elsewhere.goto(`${server.url}/my-data?lang=${locale}`);
      await elsewhere.fill('#code', code);
      await elsewhere.click('button[value="open"]');
      await elsewhere.locator('input[value="Fatma"]').waitFor();
      expect(await elsewhere.innerText('main')).toContain(text(locale, 'common.data.reasons.call_back'));
      await elsewhere.click('button[value="erase_all"]');
      await elsewhere.getByText(text(locale, 'common.data.deleted')).waitFor();

      await desk.waitForURL('**/console?lost=1');
      expect(await desk.locator('.queue li').count()).toBe(0);
      await elsewhere.fill('#code', code);
      await elsewhere.click('button[value="open"]');
      await elsewhere.getByText(text(locale, 'common.data.wrong_code')).waitFor();
      expect(problems).toEqual([]);
      await Promise.all([context.close(), desk.context().close(), elsewhere.context().close()]);
    });
  });

  test('with script, "leave quickly" goes to the neutral page and leaves nothing on the device', async () => {
    const context = await browser.newContext({ viewport: PHONE, locale: 'tr' });
    const page = await context.newPage();
    await page.route('https://neutral.example/**', (route) => route.fulfill({ body: 'Wetter' }));
    await page.goto(`${server.url}/chat?lang=tr`);
    await page.click('#ask button[value="primary"]');
    await page.locator('button[value="class_1"]').waitFor();
    await page.click('.leave');
    await page.waitForURL('https://neutral.example/**');
    await page.waitForTimeout(200);
    expect((await context.cookies(server.url)).filter(({ name }) => name === '__Host-eb')).toEqual([]);
    await context.close();
  });

  test('before a talk ends for want of any act the page says so; who stays goes on, who is gone leaves an empty start page', async () => {
    const context = await browser.newContext({ viewport: PHONE, locale: 'tr' });
    const page = await context.newPage();
    await page.clock.install();
    await page.goto(`${server.url}/chat?lang=tr`);
    await page.click('#ask button[value="primary"]');
    await page.locator('button[value="class_1"]').waitFor();
    const warning = page.getByText(text('tr', 'common.ui.idle_soon'));
    await page.clock.fastForward('54:00');
    expect(await warning.isVisible()).toBe(false);
    await page.clock.fastForward('01:30');
    await warning.waitFor();
    await page.getByRole('button', { name: text('tr', 'common.ui.stay') }).click();
    expect(await warning.isVisible()).toBe(false);
    await page.clock.fastForward('55:30');
    await warning.waitFor();
    await page.clock.fastForward('05:30');
    await page.waitForURL(`${server.url}/`);
    await context.close();
  });

  describe('a family and a person write to each other', () => {
    async function bothWriting() {
      const { login, password } = await presentModerator(server.parts, ['tr']);
      const desk = await logIn(login, password);
      const context = await browser.newContext({ viewport: PHONE, locale: 'tr' });
      const parent = await context.newPage();
      parent.setDefaultTimeout(8_000);
      desk.setDefaultTimeout(8_000);
      const school = await server.parts.schools.add({ name: 'Schule am Wald', municipality: 'dortmund' });
      await parent.goto(`${server.url}/chat?lang=tr&s=${school.code}`);
      await parent.click('.dock button[value="ask_moderator"]');
      await parent.click('#ask button[value="go_on"]');
      await parent.fill('#answer', 'Okul?');
      await parent.click('form.say button');
      await parent.click('#ask button[value="granted"]');
      await desk.locator('button[value="claim"]').first().click();
      await parent.locator('main[data-mode=moderator]').waitFor();
      const say = async (words: string) => {
        await desk.fill('#reply', words);
        await desk.click('button[value="say"]');
      };
      return { desk, parent, say, close: () => Promise.all([context.close(), desk.context().close()]) };
    }

    test('what the family is writing stays, and goes on, while the person’s words come', async () => {
      const { parent, say, close } = await bothWriting();
      const { held, letGo } = hold();
      const asked = parent.waitForRequest('**/chat/since/*');
      await parent.route('**/chat/since/*', async (route) => {
        await held;
        await route.continue();
      });
      await say('Merhaba');
      await asked;
      await parent.locator('#text').pressSequentially('Bir so');
      letGo();
      await parent.getByText('Merhaba').waitFor();
      expect(await parent.inputValue('#text')).toBe('Bir so');
      expect(await parent.evaluate(() => document.activeElement?.id)).toBe('text');
      await parent.keyboard.type('rum var');
      await parent.keyboard.press('Enter');
      await parent.locator('.log .me', { hasText: 'Bir sorum var' }).waitFor();
      expect(await parent.inputValue('#text')).toBe('');
      expect(await parent.evaluate(() => document.activeElement?.id)).toBe('text');
      await close();
    });

    test('the person’s words that come while the family’s are on their way are shown after them', async () => {
      const { parent, say, desk, close } = await bothWriting();
      const { held, letGo } = hold();
      await parent.route('**/chat', async (route) => {
        if (route.request().method() !== 'POST') return route.continue();
        const answer = await route.fetch();
        await held;
        await route.fulfill({ response: answer });
      });
      await parent.fill('#text', 'Orada mısınız?');
      await parent.click('form.say button');
      await desk.locator('.hist').getByText('Orada mısınız?').waitFor();
      await say('Evet, buradayım');
      await desk.locator('.hist').getByText('Evet, buradayım').waitFor();
      letGo();
      await parent.getByText('Evet, buradayım').waitFor();
      await close();
    });

    test('the family’s words that come before the desk listens are shown there all the same', async () => {
      const { parent, desk, close } = await bothWriting();
      const { held, letGo } = hold();
      await desk.route('**/console/stream*', async (route) => {
        await held;
        await route.continue();
      });
      await desk.reload();
      await parent.fill('#text', 'Ben de buradayım');
      await parent.click('form.say button');
      await parent.locator('.log .me', { hasText: 'Ben de buradayım' }).waitFor();
      expect(await desk.locator('.hist').getByText('Ben de buradayım').count()).toBe(0);
      letGo();
      await desk.locator('.hist').getByText('Ben de buradayım').waitFor();
      await close();
    });
  });

  test('words kept in the field when the net is gone, sent by a second try', async () => {
    const context = await browser.newContext({ viewport: PHONE, locale: 'de' });
    const page = await context.newPage();
    await page.goto(`${server.url}/chat?lang=de`);
    await page.click('#ask button[value="primary"]');
    await page.locator('button[value="class_1"]').waitFor();
    await context.setOffline(true);
    await page.fill('#text', 'menü');
    await page.click('form.say button');
    await page.getByText(text('de', 'common.ui.not_sent')).waitFor();
    expect(await page.inputValue('#text')).toBe('menü');
    await context.setOffline(false);
    await page.click('form.say button');
    await page.locator('button[value="at_school"]').waitFor();
    await context.close();
  });
});
