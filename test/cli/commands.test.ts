import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { OFFERED } from '../support/guide.js';

const folder = mkdtempSync(join(tmpdir(), 'elternbruecke-'));

/** The compiled command line, as an operator runs it, over a data folder of its own. */
function cli(...words: string[]): { code: number | null; out: string; error: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/cli/main.js', ...words], {
    env: { ...process.env, DATA_DIR: folder, PUBLIC_URL: 'https://eltern.example', LOG_LEVEL: 'silent' },
    input: '',
    encoding: 'utf8',
  });
  return { code: status, out: stdout, error: stderr };
}

describe('the command line', () => {
  test('adds, lists and revokes a school', () => {
    const added = cli('school', 'add', '--name', 'Schule am Wald', '--city', 'dortmund');
    expect(added).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^https:\/\/eltern\.example\/s\/\S+\nPoster: \S+\/poster\nCheck word: \S+/),
    });
    const code = /\/s\/([^\s/]+)/.exec(added.out)?.[1] ?? '';
    expect(cli('school', 'list').out).toContain(`/s/${code}  Schule am Wald (dortmund)`);
    expect(cli('school', 'revoke', code)).toMatchObject({ code: 0 });
    expect(cli('school', 'revoke', 'nothing')).toMatchObject({ code: 1 });
  });

  test('invites moderators by a one-time link', () => {
    expect(cli('moderator', 'invite').out).toMatch(/^https:\/\/eltern\.example\/console\/join\/[\w-]{43}\n/);
    expect(cli('moderator', 'list')).toMatchObject({ code: 0, out: '' });
    expect(cli('moderator', 'suspend', 'nobody')).toMatchObject({ code: 1 });
  });

  test('shows the same Direct Line secret each time', () => {
    const { out } = cli('directline-secret');
    expect(out).toMatch(/^[\w-]{43}\n$/);
    expect(cli('directline-secret').out).toBe(out);
  });

  test('checks the content and says what is there', () => {
    expect(cli('check')).toMatchObject({
      code: 0,
      out: expect.stringMatching(new RegExp(`flows, \\d+ terms, offered: ${OFFERED.join(', ')}; 0 error`)),
    });
  });

  test.each([
    ['an unknown command', ['nonsense'], /Unknown command: nonsense/],
    ['a school without a city', ['school', 'add', '--name', 'x'], /--city with one of: bochum/],
    ['a city nobody knows', ['school', 'add', '--name', 'x', '--city', 'atlantis'], /--city with one of: bochum/],
    ['a talk on a day that is none', ['play', '--date', '2027-02-31'], /--date is a day/],
  ])('says what is wrong with %s', (_what, words, saying) => {
    expect(cli(...words)).toMatchObject({ code: 2, error: expect.stringMatching(saying) });
  });
});
