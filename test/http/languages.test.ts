import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OFFERED } from '../support/guide.js';
import { presentModerator } from '../support/parts.js';
import { PlainBrowser, startServer, type TestServer } from '../support/server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const NUMBER = '0151 23456789';

describe.each(OFFERED)('the essential walk in %s', (locale) => {
  test('arrival, topic, person, a call after a yes, and "my data", by forms alone', async () => {
    const { parts } = server;
    const { person } = await presentModerator(parts, [locale], ['essen']);
    const words = (key: string) =>
      parts.guide.texts
        .text(locale, key)
        .split('\n')[0]
        ?.replace(/\*\*|\[\[.*?\]\]/g, '') ?? '';
    const parent = new PlainBrowser(server.url, locale);
    await parent.get('/');
    expect(parent.html).toContain(parts.guide.texts.locale(locale).name);
    await parent.get(`/chat?lang=${locale}&s=`);
    const { dir } = parts.guide.texts.locale(locale);
    expect(parent.html).toContain(`<html lang="${locale}" dir="${dir}"`);
    for (const choice of ['primary', 'class_4', 'transition-4-5-timeline']) await parent.press('choice', choice);
    expect(parent.html).toContain(words('transition-4-5-timeline.title'));
    await parent.press('command', 'ask_moderator');
    await parent.press('text', 'Essen');
    await parent.press('choice', parent.html.includes('value="go_on"') ? 'go_on' : 'accept_other_place');
    await parent.press('choice', 'skip');
    await parent.press('choice', 'granted');
    for (const [name, value] of [
      ['choice', 'call_me'],
      ['choice', 'granted'],
      ['choice', 'any_time'],
      ['choice', 'voice_no'],
      ['text', 'Fatma'],
      ['text', NUMBER],
      ['choice', 'noted'],
    ] as const)
      await parent.press(name, value);
    const [waiting] = await parts.desk.queue(person);
    expect(await parts.desk.claim(person, waiting?.requestId ?? '', randomUUID())).toBe('done');
    await parent.get(`/my-data?lang=${locale}`);
    expect(parent.html).toContain('+4915123456789');
    const csrf = /name="csrf" value="([^"]*)"/.exec(parent.html)?.[1] ?? '';
    await parent.post('/my-data', { csrf, shown: locale, do: 'delete' });
    expect(parent.html).not.toContain('+4915123456789');
    await parts.people.setPresence(person.id, undefined);
  });
});
