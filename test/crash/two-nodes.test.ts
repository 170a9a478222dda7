import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openKeyRing } from '../../src/keys/key-ring.js';
import { mongoWireMissing, REAL_PARTS, startMongoWire } from '../support/mongo-wire.js';
import { PlainBrowser } from '../support/server.js';
import { killAll, startProcess } from '../support/server-process.js';

const stops: (() => void)[] = [];
afterAll(() => {
  killAll();
  for (const stop of stops) stop();
});

/** Fields of a form post of the console; every act has an id of its own on the page. */
async function act(browser: PlainBrowser, path: string, fields: { [name: string]: string }): Promise<void> {
  const hidden = Object.fromEntries(
    ['csrf', 'act'].map((name) => [name, new RegExp(`name="${name}" value="([^"]*)"`).exec(browser.html)?.[1] ?? '']),
  );
  await browser.post(path, { ...hidden, ...fields });
  expect(browser.status, `${path} ${JSON.stringify(fields)}`).toBe(200);
}

describe.skipIf(mongoWireMissing() !== undefined && !REAL_PARTS)('two servers on one MongoDB', () => {
  test('a family on one, a moderator on the other: they write on when the family’s server is killed', async () => {
    const mongo = await startMongoWire();
    stops.push(mongo.stop);
    const folder = mkdtempSync(join(tmpdir(), 'elternbruecke-'));
    const keyFile = join(folder, 'keys');
    openKeyRing(keyFile, { setting: 'KEY_FILE', create: true });
    const node = (name: string) => startProcess({ STORE_URL: mongo.url, KEY_FILE: keyFile, DATA_DIR: join(folder, name) });
    const [hers, theirs] = [await node('one'), await node('other')];

    const moderator = new PlainBrowser(theirs.url, 'de');
    await moderator.get(`/console/join/${hers.invitation}`);
    await moderator.post(`/console/join/${hers.invitation}`, {
      name: 'Ayşe K.',
      organisation: 'Elternnetz',
      locale: 'de',
      languages: 'tr',
      login: 'ayse',
      password: 'vier kleine Woerter hier',
    });
    await act(moderator, '/console/presence', { present: 'yes' });

    let parent = new PlainBrowser(hers.url);
    await parent.get('/chat?lang=tr');
    await parent.press('choice', 'skip');
    await parent.press('command', 'ask_moderator');
    await parent.press('choice', 'skip');
    await parent.press('choice', 'go_on');
    await parent.press('text', 'Okul bize hayır dedi.');
    await parent.press('choice', 'granted');

    await moderator.get('/console');
    const request = /action="(\/console\/r\/[^"]+)"/.exec(moderator.html)?.[1] ?? '';
    await act(moderator, request, { do: 'claim' });
    expect(moderator.html).toContain('Okul bize hayır dedi.');
    await act(moderator, request, { do: 'say', text: 'Merhaba, ben Ayşe.' });
    await parent.get('/chat');
    expect(parent.html).toContain('Merhaba, ben Ayşe.');
    await parent.press('text', 'Teşekkürler, birinci.');

    await hers.kill();
    await moderator.get(request);
    expect(moderator.html).toContain('Teşekkürler, birinci.');
    parent = parent.at(theirs.url);
    await parent.press('text', 'Buradayım, ikinci.');
    await act(moderator, request, { do: 'say', text: 'Sizi görüyorum.' });

    const again = await node('again');
    parent = parent.at(again.url);
    await parent.get('/chat');
    const order = ['Merhaba, ben Ayşe.', 'Teşekkürler, birinci.', 'Buradayım, ikinci.', 'Sizi görüyorum.'];
    const places = order.map((words) => [parent.html.indexOf(words), parent.html.lastIndexOf(words)]);
    expect(places.every(([first, last]) => first === last && (first ?? -1) > 0)).toBe(true);
    expect(places.map(([first]) => first)).toEqual(places.map(([first]) => first ?? 0).sort((one, other) => one - other));
    await act(moderator, request, { do: 'close', outcome: 'answered' });
    await parent.get('/chat');
    expect(parent.html).toContain('value="helped_yes"');
  });
});
