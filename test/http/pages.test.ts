import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { StoreError } from '../../src/errors.js';
import { LOCALES } from '../support/guide.js';
import { presentModerator, testParts } from '../support/parts.js';
import { PlainBrowser, startServer, type TestServer } from '../support/server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const PAGES = [
  '/',
  '/chat?lang=tr',
  '/help?lang=ar',
  '/privacy',
  '/imprint',
  '/accessibility',
  '/limits',
  '/my-data',
  '/path?stage=class_4',
  '/calendar.ics?stage=class_4',
  '/sheet?q=good_at',
  '/glossary',
  '/share?topic=absence-and-leave',
  '/report?key=absence-and-leave.short_answer',
  '/console/login',
  '/nowhere',
  '/s/wrong',
];

describe('every answer', () => {
  test.each(PAGES)('%s carries the whole set of protective headers', async (path) => {
    const { headers } = await new PlainBrowser(server.url).get(path);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe-inline');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('strict-transport-security')).toContain('63072000');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  test('is packed for a phone on a slow net, scripts too', async () => {
    const browser = await new PlainBrowser(server.url).get('/chat?lang=tr');
    expect([browser.status, browser.headers.get('content-encoding')]).toEqual([200, 'gzip']);
    const [, script = ''] = /src="(\/assets\/[^"]+)"/.exec(browser.html) ?? [];
    await browser.get(script);
    expect([browser.status, browser.headers.get('content-encoding')]).toEqual([200, 'gzip']);
    expect(browser.headers.get('cache-control')).toContain('immutable');
  });

  test('says no more than a stable code to a program', async () => {
    const response = await fetch(`${server.url}/nowhere`, { headers: { accept: 'application/json' } });
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ code: 'not_found' });
  });

  test.each(['PUT', 'DELETE', 'TRACE', 'PATCH'].filter((method) => method !== 'TRACE'))('refuses %s', async (method) => {
    expect((await fetch(`${server.url}/chat`, { method })).status).toBe(405);
  });
});

describe('a parent without script', () => {
  test.each(LOCALES)('is led by forms alone to the answer, in %s', async (locale) => {
    const parent = new PlainBrowser(server.url, locale);
    await parent.get(`/chat?lang=${locale}`);
    expect(parent.html).toContain(`<html lang="${locale}" dir="${locale === 'ar' ? 'rtl' : 'ltr'}"`);
    expect(parent.cookie('__Host-eb')).toBeUndefined();
    await parent.press('choice', 'primary');
    expect(parent.cookie('__Host-eb')).toBeDefined();
    await parent.press('choice', 'class_4');
    await parent.press('choice', 'transition-4-5-timeline');
    expect(parent.status).toBe(200);
    const { title } = JSON.parse(JSON.stringify(server.parts.guide.content.texts[locale]?.['transition-4-5-timeline']));
    expect(parent.html).toContain(title);
    expect(parent.html).toMatch(/id="now"/);
  });

  test('leaves no trace by looking: neither cookie nor record', async () => {
    const fresh = await startServer();
    const parent = new PlainBrowser(fresh.url);
    for (const path of ['/', '/chat?lang=tr', '/chat?lang=ar&topic=school-forms']) await parent.get(path);
    expect(parent.cookie('__Host-eb')).toBeUndefined();
    for (const name of ['conversations', 'messages', 'sessions'])
      expect(await fresh.parts.documents.collection({ name, indexes: [] }).find({ limit: 1 })).toEqual([]);
    await fresh.stop();
  });

  test('opens a topic by a link', async () => {
    const parent = await new PlainBrowser(server.url).get('/chat?lang=de&topic=school-forms');
    expect(parent.html).toContain('value="up_to_10"');
  });

  test('changes the language and reads the whole history in the new one', async () => {
    const parent = await new PlainBrowser(server.url).get('/chat?lang=tr');
    await parent.press('choice', 'primary');
    await parent.get('/language');
    await parent.press('locale', 'ar');
    expect(parent.html).toContain('<html lang="ar" dir="rtl"');
    expect(parent.html).not.toContain(String(server.parts.guide.texts.text('tr', 'child-stage.choices.primary')));
  });

  test('gets the open question again after an old button', async () => {
    const parent = await new PlainBrowser(server.url).get('/chat?lang=de');
    const old = parent.html;
    await parent.press('choice', 'primary');
    const csrf = /name="csrf" value="([^"]+)"/.exec(parent.html)?.[1] ?? '';
    const promptId = /name="promptId" value="([^"]+)"/.exec(old)?.[1] ?? '';
    await parent.post('/chat', { csrf, activity: 'old-button-1', promptId, choice: 'secondary' });
    expect(parent.html).toContain(server.parts.guide.texts.text('de', 'common.answer_changed').slice(0, 30));
    expect(parent.html).toContain('value="class_4"');
  });

  test('leaves quickly: the session is over and the neutral page is next', async () => {
    const parent = await new PlainBrowser(server.url).get('/chat?lang=de');
    await parent.press('choice', 'primary');
    const token = parent.cookie('__Host-eb');
    await parent.get('/weg');
    expect(parent.status).toBe(303);
    expect(parent.headers.get('location')).toBe('https://neutral.example/');
    expect(parent.headers.get('clear-site-data')).toContain('storage');
    expect(await server.parts.sessions.read('parent', token)).toBeUndefined();
  });
});

describe('bad input', () => {
  const fields = { activity: 'abcdefgh', lang: 'tr' };
  test.each([
    ['nothing to do', { ...fields }],
    ['two things at once', { ...fields, choice: 'primary', text: 'x' }],
    ['an unknown field', { ...fields, text: 'x', evil: '1' }],
    ['a strange activity id', { ...fields, activity: '../../x', text: 'x' }],
    ['a very long text', { ...fields, text: 'x'.repeat(5000) }],
  ])('%s is a clear 400', async (_what, body) => {
    const parent = await new PlainBrowser(server.url).post('/chat', body);
    expect(parent.status).toBe(400);
    expect(parent.html).not.toMatch(/ZodError|at .*\.js/);
  });

  test('a huge body is 413', async () => {
    expect((await new PlainBrowser(server.url).post('/chat', { ...fields, text: 'x'.repeat(40_000) })).status).toBe(413);
  });

  test.each(['\u0000', '\ud800', '\u202e\u2066', '<img src=x onerror=alert(1)>', '{{operator}}$t(common.words.back)', '😀'.repeat(300)])(
    'odd characters are only text: %j',
    async (text) => {
      const parent = await new PlainBrowser(server.url).post('/chat', { ...fields, text });
      expect(parent.status).toBe(200);
      expect(parent.html).not.toContain('<img src=x');
    },
  );

  test.each([
    ['another page', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another site with our own origin hidden', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
  ])('a post from %s is refused', async (_what, headers) => {
    const parent = await new PlainBrowser(server.url).post('/chat', { ...fields, text: 'x' }, headers);
    expect(parent.status).toBe(403);
  });

  test('a post without the token of its session is refused', async () => {
    const parent = await new PlainBrowser(server.url).get('/chat?lang=de');
    await parent.press('choice', 'primary');
    await parent.post('/chat', { activity: 'abcdefgh', csrf: 'wrong', command: 'menu' });
    expect(parent.status).toBe(403);
  });

  test('unknown and altered school links show one neutral page', async () => {
    const school = await server.parts.schools.add({ name: 'Schule am Wald', municipality: 'dortmund' });
    const right = await new PlainBrowser(server.url).get(`/s/${school.code}`);
    expect(right.html).toContain('Schule am Wald');
    expect(right.html).toContain(school.checkWord);
    const pages = new Set<string>();
    for (const [index] of [...school.code].entries()) {
      const altered = `${school.code.slice(0, index)}${school.code[index] === 'a' ? 'b' : 'a'}${school.code.slice(index + 1)}`;
      const page = await new PlainBrowser(server.url).get(`/s/${altered}`);
      expect(page.status).toBe(404);
      pages.add(page.html);
    }
    await server.parts.schools.revoke(school.code);
    pages.add((await new PlainBrowser(server.url).get(`/s/${school.code}`)).html);
    expect(pages.size).toBe(1);
  });
});

describe('with the store away', () => {
  test('a turn is an honest 503, and words of danger still bring the help card', async () => {
    const parts = await testParts();
    const away = {
      ...parts,
      conversations: { ...parts.conversations, load: () => Promise.reject(new StoreError('away')) },
      handleTurn: () => Promise.reject(new StoreError('away')),
    };
    const broken = await startServer(away);
    const parent = new PlainBrowser(broken.url);
    await parent.post('/chat', { activity: 'abcdefgh', lang: 'tr', shown: 'tr', command: 'menu' });
    expect(parent.status).toBe(503);
    expect(parent.headers.get('retry-after')).toBe('10');
    expect(parent.html).toContain(parts.guide.texts.text('tr', 'common.error.store_away'));
    await parent.post('/chat', { activity: 'abcdefgi', lang: 'tr', shown: 'tr', text: 'eşim beni dövüyor' });
    expect(parent.status).toBe(200);
    expect(parent.html).toContain('tel:110');
    expect((await parent.get('/help?lang=tr')).html).toContain('tel:116016');
    await broken.stop();
  });
});

describe('the console', () => {
  test('asks for a login on every page, and a one-time link works once', async () => {
    const guest = new PlainBrowser(server.url, 'de');
    for (const path of ['/console', '/console/me', '/console/r/x', '/console/r/x/card']) {
      await guest.get(path);
      expect(guest.html).toContain('action="/console/login"');
    }
    const token = await server.parts.people.invite();
    const fields = {
      name: 'Eleni P.',
      organisation: 'Verein',
      locale: 'de',
      languages: 'ar',
      login: `eleni-${token.slice(0, 6)}`,
      password: 'vier kleine Woerter hier',
    };
    expect((await guest.get(`/console/join/${token}`)).status).toBe(200);
    await guest.post(`/console/join/${token}`, { ...fields, password: 'zu kurz' });
    expect(guest.status).toBe(400);
    await guest.post(`/console/join/${token}`, fields);
    expect(guest.html).toContain('Eleni P.');
    const second = new PlainBrowser(server.url, 'de');
    await second.post(`/console/join/${token}`, { ...fields, login: 'anders' });
    expect(second.status).toBe(404);
  });

  test('answers a wrong name and a wrong password alike', async () => {
    const { login } = await presentModerator(server.parts);
    const wrong = async (fields: { login: string; password: string }) => {
      const guest = await new PlainBrowser(server.url, 'de').post('/console/login', fields);
      return { status: guest.status, html: guest.html };
    };
    const [one, other] = [
      await wrong({ login, password: 'falsch falsch falsch' }),
      await wrong({ login: 'niemand', password: 'falsch falsch falsch' }),
    ];
    expect(one.status).toBe(401);
    expect(other).toEqual(one);
  });

  test('ends a suspended moderator at once', async () => {
    const { person, login, password } = await presentModerator(server.parts);
    const console = await new PlainBrowser(server.url, 'de').post('/console/login', { login, password });
    expect(console.html).toContain('role="switch"');
    await server.parts.people.suspend(person.id);
    expect((await console.get('/console')).html).toContain('action="/console/login"');
  });
});
