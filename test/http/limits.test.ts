import { afterAll, beforeAll, expect, test } from 'vitest';
import { PlainBrowser, startServer, type TestServer } from '../support/server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

test('a talk that floods is asked to wait, in its language; another talk from the same network goes on', async () => {
  const flood = await new PlainBrowser(server.url).get('/chat?lang=tr');
  await flood.press('choice', 'skip');
  const statuses: number[] = [];
  for (let post = 0; post < 70; post++) {
    await flood.post('/chat', { activity: 'same-again', text: 'x', csrf: 'not-the-token' });
    statuses.push(flood.status);
  }
  expect(statuses.filter((status) => status === 429).length).toBe(10);
  expect(Number(flood.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(flood.html).toContain('Çok fazla istek geldi');
  expect(flood.html).toContain('/help');

  const honest = await new PlainBrowser(server.url).get('/chat?lang=tr');
  await honest.press('choice', 'skip');
  expect(honest.status).toBe(200);
});

test('600 families behind one address begin and answer without a refusal', async () => {
  const families = await Promise.all(Array.from({ length: 600 }, () => new PlainBrowser(server.url).get('/chat?lang=tr')));
  const refused: number[] = [];
  for (const family of families) {
    await family.press('choice', 'skip');
    if (family.status !== 200) refused.push(family.status);
  }
  expect(refused).toEqual([]);
}, 120_000);

test('guessing passwords from one network ends after 30 tries', async () => {
  const statuses: number[] = [];
  for (let guess = 0; guess < 32; guess++) {
    const stranger = await new PlainBrowser(server.url).post('/console/login', { login: 'ayse', password: `guess number ${guess}` });
    statuses.push(stranger.status);
  }
  expect(statuses.slice(30)).toEqual([429, 429]);
  expect(statuses.slice(0, 30)).not.toContain(429);
}, 60_000);
