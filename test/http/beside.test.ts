import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guide, LOCALES } from '../support/guide.js';
import { PlainBrowser, startServer, type TestServer } from '../support/server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

describe('the path page', () => {
  test.each(LOCALES)('shows the picture, its words and the next steps in %s, from the address alone', async (locale) => {
    const parent = new PlainBrowser(server.url);
    await parent.get(`/path?lang=${locale}&stage=class_4&place=duisburg`);
    expect(parent.html).toContain(`<html lang="${locale}"`);
    expect(parent.html).toContain('<svg class="pic"');
    expect(parent.html).toContain(guide.texts.text(locale, 'path.picture.in_words'));
    expect(parent.html).toContain(guide.texts.text(locale, 'path.steps.half_year_report_class_4.title'));
    expect(parent.html).toMatch(/01\.02\.2027 – 05\.02\.2027/);
    expect(parent.cookie('__Host-eb')).toBeUndefined();
  });

  test('begins with what the open talk knows, and keeps children apart', async () => {
    const parent = new PlainBrowser(server.url);
    await parent.get('/chat?lang=de');
    await parent.press('choice', 'kita');
    await parent.get('/path');
    expect(parent.html).toContain(guide.texts.label('de', 'child-stage', 'kita'));
    expect(parent.html).not.toContain(guide.texts.text('de', 'path.steps.half_year_report_class_4.title'));
  });

  test.each(['stage=class_99', 'form=gym', 'new=2', 'step=../x', 'from=tomorrow', 'evil=1'])('refuses %s with 400', async (query) => {
    for (const page of ['/path', '/calendar.ics']) expect((await fetch(`${server.url}${page}?${query}`)).status).toBe(400);
  });

  test('an unknown place is any city', async () => {
    const parent = new PlainBrowser(server.url);
    await parent.get('/path?lang=de&stage=class_4&place=atlantis');
    expect(parent.html).toContain(guide.texts.text('de', 'path.next_steps'));
  });
});

test('the calendar of a whole path opens in a stock parser, one event a step, in the family’s language with the German word', async () => {
  const response = await fetch(`${server.url}/calendar.ics?lang=tr&stage=class_4`);
  expect(response.headers.get('content-type')).toContain('text/calendar');
  const events = new ICAL.Component(ICAL.parse(await response.text())).getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
  expect(events.length).toBeGreaterThan(5);
  expect(events.some(({ summary }) => /\(\p{Letter}+\)/u.test(summary))).toBe(true);
  const one = await fetch(`${server.url}/calendar.ics?lang=tr&stage=class_4&step=half_year_report_class_4`);
  expect(new ICAL.Component(ICAL.parse(await one.text())).getAllSubcomponents('vevent')).toHaveLength(1);
});

describe('the sheet', () => {
  test.each(LOCALES)('puts the ticked questions side by side with German in %s', async (locale) => {
    const parent = new PlainBrowser(server.url);
    await parent.get(`/sheet?lang=${locale}&q=good_at&q=german`);
    for (const language of [locale, 'de'])
      for (const question of ['good_at', 'german'])
        expect(parent.html).toContain(guide.texts.text(language, `sheet.questions.${question}`));
    expect(parent.html).not.toContain(guide.texts.text('de', 'sheet.questions.marks'));
  });

  test('shows an answer in both languages', async () => {
    const parent = new PlainBrowser(server.url);
    await parent.get('/sheet?lang=tr&topic=absence-and-leave');
    for (const language of ['tr', 'de']) expect(parent.html).toContain(guide.texts.text(language, 'absence-and-leave.title'));
  });

  test('of a question or topic that does not exist is refused, or is the list', async () => {
    expect((await fetch(`${server.url}/sheet?q=anything`)).status).toBe(400);
    const parent = new PlainBrowser(server.url);
    await parent.get('/sheet?lang=de&topic=nothing');
    expect(parent.html).toContain(guide.texts.text('de', 'sheet.choose'));
  });
});

describe('an answer', () => {
  test('offers its sheet, its link, and a way to say that it is wrong', async () => {
    const parent = new PlainBrowser(server.url);
    await parent.get('/chat?lang=tr&topic=absence-and-leave');
    expect(parent.html).toContain('/report?lang=tr&amp;key=absence-and-leave.short_answer');
    await parent.get('/share?lang=tr&topic=absence-and-leave');
    expect(parent.html).toContain(`${server.url}/?topic=absence-and-leave&amp;lang=tr`);
    await parent.get('/?topic=absence-and-leave&lang=tr');
    expect(parent.html).toContain(guide.texts.text('tr', 'absence-and-leave.title'));
  });

  test('that is reported is counted with its key and hash, and nothing else is kept', async () => {
    const parent = new PlainBrowser(server.url);
    for (let times = 0; times < 2; times++) {
      await parent.get('/report?lang=tr&key=absence-and-leave.short_answer');
      const hash = /name="hash" value="([^"]+)"/.exec(parent.html)?.[1] ?? '';
      await parent.post('/report', { lang: 'tr', key: 'absence-and-leave.short_answer', hash, kind: 'not_clear' });
      expect(parent.html).toContain(guide.texts.text('tr', 'common.report.thanks'));
    }
    const [report] = await server.parts.reports.all();
    expect(report).toMatchObject({
      textKey: 'absence-and-leave.short_answer',
      locale: 'tr',
      textHash: guide.texts.wordingHash('tr', 'absence-and-leave.short_answer'),
      kind: 'not_clear',
      count: 2,
    });
    expect(Object.keys(report ?? {}).sort()).toEqual(['count', 'kind', 'lastAt', 'locale', 'textHash', 'textKey']);
  });

  test('that does not exist cannot be reported or shared', async () => {
    expect((await fetch(`${server.url}/report?lang=tr&key=absence-and-leave.nothing`)).status).toBe(404);
    expect((await fetch(`${server.url}/share?lang=tr&topic=nothing`)).status).toBe(404);
    expect((await fetch(`${server.url}/report?lang=tr&key=../x`)).status).toBe(400);
  });
});

test.each(LOCALES)('the list of German words has each with its meaning in %s', async (locale) => {
  const parent = new PlainBrowser(server.url);
  await parent.get(`/glossary?lang=${locale}`);
  const { terms } = guide.content;
  expect(Object.keys(terms).filter((id) => !parent.html.includes(`id="${id}"`))).toEqual([]);
});
