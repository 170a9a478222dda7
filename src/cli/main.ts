import { existsSync } from 'node:fs';
import { z } from 'zod';
import { readConfig } from '../config.js';
import { readCompiled } from '../content/compiled.js';
import { loadContent } from '../content/load.js';
import { basedOnNow, copiesNow } from '../content/review.js';
import { BotError } from '../errors.js';
import { assemble, openKeys, openStores, type Parts } from '../parts.js';
import { checkCommand } from './check.js';
import { coverageTable } from './coverage.js';
import { factsIndex } from './facts-index.js';
import { findCommand } from './find.js';
import { mapFlow } from './map.js';
import { play } from './play.js';

const HELP = `Usage: npm run -s cli -- <command>

For authors
  check                              read all content and name every problem
  play [--lang tr] [--date 2027-02-01] [--topic <id>] [--city <id>] [--desk here|elsewhere|nobody] [--save <file>]
                                     talk to the guide in the terminal; --save keeps the talk as a transcript test
  map <flow>                         a flow as a Mermaid picture
  find --lang tr                     questions from standard input, one a line: the topics that fit, best first
  reports                            texts that readers found fault with, the newest first
  coverage                           topics by language: texts, reviewed, facts, expired, questions
  based-on <language>                the German that a language's texts are made from now (locales/<language>/based-on.json)
  based-on <pack>                    the base that a pack's own flows and texts stand in for now (packs/<pack>/based-on.json)
  facts-index <folder>               names and hashes the facts of the fact sheets in a folder (docs/facts-index.json)

For operators
  school add --name "…" --city <id>  add a school and print its link
  school list                        all schools and their links
  school revoke <code>               a link that no longer leads anywhere
  moderator invite                   a one-time link for a new moderator (72 hours)
  moderator list                     all moderators
  moderator suspend <id>             end a moderator's access at once
  directline-secret                  the secret for servers that embed a web chat client

Cities: the folders below packs/.`;

/** Arguments as `--name value` pairs and the words between. */
interface Arguments {
  readonly words: readonly string[];
  readonly options: ReadonlyMap<string, string>;
}

function parseArguments(given: readonly string[]): Arguments {
  const words: string[] = [];
  const options = new Map<string, string>();
  for (let index = 0; index < given.length; index++) {
    const word = given[index] ?? '';
    if (word.startsWith('--')) options.set(word.slice(2), given[++index] ?? '');
    else words.push(word);
  }
  return { words, options };
}

async function run(given: readonly string[]): Promise<number> {
  const { words, options } = parseArguments(given);
  const [command = 'help', act = '', subject = ''] = words;
  switch (command) {
    case 'check':
      return checkCommand(process.cwd(), new Date(), console.log);
    case 'play':
      return playCommand(options);
    case 'find': {
      const content = loadContent(process.cwd());
      const lang = options.get('lang') ?? 'de';
      if (!content.locales[lang]) {
        console.error(`--lang is one of ${Object.keys(content.locales).join(', ')}`);
        return 2;
      }
      await findCommand(content, lang, process.stdin, console.log);
      return 0;
    }
    case 'coverage':
      for (const line of coverageTable(loadContent(process.cwd()), process.cwd(), new Date())) console.log(line);
      return 0;
    case 'based-on': {
      const content = loadContent(process.cwd());
      if (!content.locales[act] && !content.packs[act]) {
        console.error(`Needs a language (${Object.keys(content.locales).join(', ')}) or a pack (${Object.keys(content.packs).join(', ')})`);
        return 2;
      }
      console.log(JSON.stringify(content.locales[act] ? basedOnNow(content, act) : copiesNow(content, act), null, 1));
      return 0;
    }
    case 'facts-index':
      console.log(JSON.stringify(factsIndex(act), null, 1));
      return 0;
    case 'map':
      console.log(mapFlow(loadContent(process.cwd()), act));
      return 0;
    case 'reports':
      return withParts(async ({ reports, guide }) => {
        for (const { textKey, locale, textHash, kind, count, lastAt } of await reports.all()) {
          const now = guide.texts.has(locale, textKey) && guide.texts.wordingHash(locale, textKey) === textHash ? '' : '  (changed since)';
          console.log(`${new Date(lastAt).toISOString().slice(0, 10)}  ${kind}  ${count}x  ${locale}  ${textKey}  ${textHash}${now}`);
        }
        return 0;
      });
    case 'school':
      return withParts((parts) => school(parts, act, subject, options));
    case 'moderator':
      return withParts((parts) => moderator(parts, act, subject));
    case 'directline-secret':
      return withParts(async ({ directLine }) => {
        console.log(directLine.secret);
        return 0;
      });
    case 'help':
      console.log(HELP);
      return 0;
    default:
      console.error(`Unknown command: ${command}\n\n${HELP}`);
      return 2;
  }
}

/** Whether a person can be reached, as `--desk` says it. */
const reach = z.enum(['here', 'elsewhere', 'nobody']);
const day = z.iso.date();

function playCommand(options: Arguments['options']): Promise<number> | number {
  const content = loadContent(process.cwd());
  const [city, today, desk] = [
    options.get('city'),
    day.optional().safeParse(options.get('date')),
    reach.optional().safeParse(options.get('desk')),
  ];
  if (!today.success || !desk.success || (city !== undefined && !content.packs[city])) {
    console.error(
      `--date is a day such as 2027-02-01, --desk one of ${reach.options.join(', ')}, --city one of ${Object.keys(content.packs).join(', ')}`,
    );
    return 2;
  }
  const given = { locale: options.get('lang') ?? 'de', topic: options.get('topic'), save: options.get('save') };
  const terminal = { input: process.stdin, interactive: process.stdin.isTTY === true, print: console.log };
  return play(content, { ...given, today: today.data, desk: desk.data, municipality: city }, terminal);
}

async function withParts(use: (parts: Parts) => Promise<number>): Promise<number> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = readConfig(process.env);
  const stores = await openStores(config);
  try {
    return await use(await assemble({ config, content: readCompiled('dist/content.json'), stores, ring: openKeys(config), now: Date.now }));
  } finally {
    await stores.documents.close();
    await stores.keys.close();
  }
}

async function school(
  { schools, guide, config, audit, now }: Parts,
  act: string,
  code: string,
  options: Arguments['options'],
): Promise<number> {
  const linkOf = (found: { code: string }) => `${config.publicUrl.origin}/s/${found.code}`;
  if (act === 'add') {
    const [name, city] = [options.get('name'), options.get('city')];
    const known = Object.keys(guide.content.packs);
    if (!name || !city || !known.includes(city)) {
      console.error(`Needs --name "…" and --city with one of: ${known.join(', ')}`);
      return 2;
    }
    const added = await schools.add({ name, municipality: city });
    await audit.append({ event: 'school_added', actor: 'operator', subject: added.code.slice(0, 6), at: now() });
    console.log(`${linkOf(added)}\nPoster: ${linkOf(added)}/poster\nCheck word: ${added.checkWord}`);
    return 0;
  }
  if (act === 'list') {
    for (const found of await schools.all()) console.log(`${linkOf(found)}  ${found.name} (${found.municipality})`);
    return 0;
  }
  if (act === 'revoke') {
    const done = await schools.revoke(code);
    if (done) await audit.append({ event: 'school_revoked', actor: 'operator', subject: code.slice(0, 6), at: now() });
    console.log(done ? 'The link no longer leads anywhere.' : 'There is no such link.');
    return done ? 0 : 1;
  }
  console.error(HELP);
  return 2;
}

async function moderator({ people, config, audit, now, sessions }: Parts, act: string, id: string): Promise<number> {
  if (act === 'invite') {
    const token = await people.invite();
    await audit.append({ event: 'invited', actor: 'operator', subject: 'moderator', at: now() });
    console.log(`${config.publicUrl.origin}/console/join/${token}\nOnce, within 72 hours.`);
    return 0;
  }
  if (act === 'list') {
    for (const person of await people.all())
      console.log(`${person.id}  ${person.name}  ${person.languages.join(',')}  ${person.active ? 'active' : 'suspended'}`);
    return 0;
  }
  if (act === 'suspend') {
    const done = await people.suspend(id);
    await sessions.endAll(id);
    console.log(done ? 'Suspended.' : 'There is no such moderator.');
    return done ? 0 : 1;
  }
  console.error(HELP);
  return 2;
}

run(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof BotError ? error.message : error);
    process.exitCode = 1;
  },
);
