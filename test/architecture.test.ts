import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const SOURCE = resolve('src');

/** Every import of one of our files by another, as folders below `src`. */
function imports(): { from: string; to: string }[] {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  return files.flatMap((file) => {
    const text = readFileSync(join(SOURCE, file), 'utf8');
    const targets = [...text.matchAll(/from '(\.[^']+)'|import\('(\.[^']+)'\)/g)].map(([, plain, lazy]) => plain ?? lazy ?? '');
    return targets.map((target) => ({ from: file, to: relative(SOURCE, resolve(SOURCE, dirname(file), target)).replace(/\.js$/, '') }));
  });
}

/** Importing files → what they must not import. */
const FORBIDDEN: [RegExp, RegExp, string][] = [
  [/^engine\//, /^(?!engine\/|content\/types$)/, 'the engine knows the content types and nothing else'],
  [/^content\//, /^(engine|turn|effects|channels|store|handover|contacts|console|http)\//, 'content knows nobody above it'],
  [/^find\//, /^(?!find\/|content\/)/, 'the search knows the content alone'],
  [/^turn\//, /^(channels|console|http|store\/(memory|embedded|mongo))\//, 'a turn knows no channel and no adapter'],
  [
    /^effects\//,
    /^(channels\/(?!channel$)|console|http|store\/(memory|embedded|mongo))/,
    'effects know the ports, not what is behind them',
  ],
  [/^store\/(memory|embedded|mongo)\//, /^(?!store\/|errors$)/, 'a store adapter knows the port alone'],
  [/^(?!parts\.ts|store\/)/, /^store\/(memory|embedded|mongo)\/(?!server-lock)/, 'only the assembly names a store adapter'],
  [/^channels\/webchat\//, /^console\//, 'channels do not know the desk'],
];

test('imports go one way', () => {
  const broken = imports().flatMap(({ from, to }) =>
    FORBIDDEN.filter(([importer, imported]) => importer.test(from) && imported.test(to)).map(
      ([, , rule]) => `${from} imports ${to}: ${rule}`,
    ),
  );
  expect(broken).toEqual([]);
});

test('only the Bot Framework and Teams folders may name their libraries', () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  const naming = files.filter((file) =>
    /from '(botbuilder|botframework|@microsoft\/teams-ai)/.test(readFileSync(join(SOURCE, file), 'utf8')),
  );
  expect(naming.filter((file) => !/^channels\/(bot-framework|teams)\//.test(file))).toEqual([]);
});
