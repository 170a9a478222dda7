import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readConfig, SETTINGS } from '../src/config.js';
import { ConfigError } from '../src/errors.js';

describe('the settings', () => {
  test('have defaults that start', () => {
    expect(readConfig({})).toMatchObject({ port: 3000, host: '127.0.0.1', storeUrl: undefined, offerDrafts: true });
  });

  test.each([
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['PUBLIC_URL', 'eltern.example'],
    ['STORE_URL', 'postgres://x'],
    ['STORE_DATABASE', 'a b'],
    ['LEAVE_URL', 'javascript:alert(1)'],
    ['DRAFT_LANGUAGES', 'maybe'],
    ['LOG_LEVEL', 'loud'],
  ])('%s=%s stops the start and says what to do', (setting, value) => {
    expect(() => readConfig({ [setting]: value })).toThrow(ConfigError);
    expect(() => readConfig({ [setting]: value })).toThrow(new RegExp(`^${setting}: .+\\. .+\\.$`));
  });

  test('stand alike in .env.example and in the README', () => {
    const names = Object.keys(SETTINGS);
    const example = [...readFileSync('.env.example', 'utf8').matchAll(/^# ([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]);
    expect(example).toEqual(names.map((name) => [name, SETTINGS[name as keyof typeof SETTINGS].default]));
    const table = [...readFileSync('README.md', 'utf8').matchAll(/^\| `([A-Z_]+)` \| (.*?) \| (.*?) \|$/gm)].map(
      ([, name, value, about]) => [name, value, about],
    );
    expect(table).toEqual(
      names.map((name) => {
        const { default: value, about } = SETTINGS[name as keyof typeof SETTINGS];
        return [name, value ? `\`${value}\`` : '(empty)', about];
      }),
    );
  });
});
