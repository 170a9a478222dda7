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
    ['BOT_EMULATOR', 'yes'],
  ])('%s=%s stops the start and says what to do', (setting, value) => {
    expect(() => readConfig({ [setting]: value })).toThrow(ConfigError);
    expect(() => readConfig({ [setting]: value })).toThrow(new RegExp(`^${setting}: .+\\. .+\\.$`));
  });

  test.each([{ NODE_ENV: 'production' }, { BOT_APP_ID: 'x' }, { PUBLIC_URL: 'https://eltern.example' }, { HOST: '0.0.0.0' }])(
    'let the Emulator in without a token only on this machine: not with %o',
    (more) => {
      expect(readConfig({ BOT_EMULATOR: 'on' }).bot).toEqual({ mode: 'emulator' });
      expect(() => readConfig({ BOT_EMULATOR: 'on', ...more })).toThrow(/^BOT_EMULATOR: /);
    },
  );

  test('an app id needs its password file and its tenant', () => {
    expect(readConfig({}).bot).toBeUndefined();
    expect(() => readConfig({ BOT_APP_ID: 'x', BOT_TENANT_ID: 't' })).toThrow(/^BOT_APP_PASSWORD_FILE: /);
    expect(() => readConfig({ BOT_APP_ID: 'x', BOT_APP_PASSWORD_FILE: 'f' })).toThrow(/^BOT_TENANT_ID: /);
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
