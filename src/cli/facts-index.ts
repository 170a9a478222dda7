import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const HASH_DIGITS = 12;
const SHEETS = ['school-system', 'career-orientation', 'participation-support-privacy'] as const;

/** Names for what a sheet writes without an id: a heading, or the first words of a line. */
const PARTS: readonly [start: RegExp, part: string][] = [
  [/^(### what parents|- Questions:)/, 'asks'],
  [/^(### (common )?misunderstandings|- Misunderstandings:)/, 'misunderstandings'],
  [/^(### next steps|- Next steps:)/, 'steps'],
  [/^(### who helps|- Who helps:)/, 'helps'],
  [/^### bot sentence/, 'bot-sentence'],
  [/^Ask:/, 'Ask'],
  [/^Week\b/, 'Week'],
  [/^Who helps:/, 'Helps'],
  [/^Short:/, 'short'],
  [/^Note:/, 'note'],
  [/^Phases used/, 'phases'],
];
const TOPIC = /^#{2,3} (?:\d+\.\s+topic:\s+)?([a-z][a-z0-9-]*|0\.\d+)/;
const OWN_ID = /^- ([A-Z][A-Za-z0-9]*-?\d+) /;
const TABLE_ROW = /^\| /;
const TABLE_RULE = /^\|\s*-/;

/**
 * Names every fact of the three fact sheets and of the ministry's catalogue and hashes its line, so that dialogs can be checked without the sheets, and a line
 * that changed is seen.
 *
 * An id is `<sheet>/<topic>/F1` (also `M1`, `Week`, `Helps`, `Ask`), `career-orientation/PA-05`, or where a sheet numbers nothing the place of the bullet below
 * its heading (`<sheet>/<heading>/2`), of the table row (`<sheet>/<heading>/row-3`), or the part's name (`<sheet>/<heading>/misunderstandings`). The sheet's own chapters, such as its calendar (`school-system/0.3`), are named as a whole.
 */
export function factsIndex(folder: string): { [id: string]: string } {
  const facts = SHEETS.flatMap((sheet) => {
    const lines = readFileSync(join(folder, `${sheet}.md`), 'utf8').split('\n');
    return [...sheetFacts(lines, sheet === 'career-orientation')].map(([id, text]): [string, string] => [`${sheet}/${id}`, text]);
  });
  const all = [...facts, ...catalogueFacts(join(folder, 'nrw-catalogue.json'))];
  return Object.fromEntries(all.sort(([one], [other]) => (one < other ? -1 : 1)).map(([id, text]) => [id, hash(text)]));
}

/** @param own whether ids stand for themselves, without their topic */
function sheetFacts(lines: readonly string[], own: boolean): Map<string, string> {
  const facts = new Map<string, string>();
  const keep = (id: string, line: string) => facts.set(id, `${facts.get(id) ?? ''}${line}`);
  let place = { topic: '', part: '', bullets: 0, rows: -1 };
  for (const line of lines) {
    const part = PARTS.find(([start]) => start.test(line))?.[1];
    if (line.startsWith('#')) {
      const topic = TOPIC.exec(line)?.[1] ?? '';
      const within = part !== undefined || line.startsWith('### facts');
      place = within ? { ...place, part: part ?? '' } : { topic, part: '', bullets: 0, rows: -1 };
      continue;
    }
    if (place.topic === '' && !OWN_ID.test(line)) continue;
    const id = OWN_ID.exec(line)?.[1];
    if (line.startsWith('- ')) place.bullets += 1;
    if (TABLE_ROW.test(line) && !TABLE_RULE.test(line)) place.rows += 1;
    if (place.topic.startsWith('0.')) keep(place.topic, line);
    if (id) keep(own ? id : `${place.topic}/${id}`, line);
    else if (part && (own || !line.startsWith('- '))) keep(`${place.topic}/${part}`, line);
    else if (place.part !== '' && line.trim() !== '') keep(`${place.topic}/${place.part}`, line);
    else if (line.startsWith('- ')) keep(`${place.topic}/${place.bullets}`, line);
    else if (TABLE_ROW.test(line) && !TABLE_RULE.test(line) && place.rows > 0) keep(`${place.topic}/row-${place.rows}`, line);
  }
  return facts;
}

const catalogue = z.record(z.string(), z.union([z.string(), z.array(z.looseObject({ code: z.string(), label: z.string() }))]));

/** Each list of the catalogue as a whole, each KAoA code, and the ways that are open with each expected certificate (`followOnOptions/7`). */
function catalogueFacts(file: string): [id: string, text: string][] {
  const parsed = catalogue.parse(JSON.parse(readFileSync(file, 'utf8')));
  const lists = Object.entries(parsed).flatMap(([name, list]) => (typeof list === 'string' ? [] : [{ name, list }]));
  const whole = lists.map(({ name, list }): [string, string] => [name, JSON.stringify(list)]);
  const codes = lists
    .flatMap(({ list }) => list)
    .filter(({ code }) => code.startsWith('SBO'))
    .map(({ code, label }): [string, string] => [code, label]);
  const certificates = codes.flatMap(([code]): [string, string][] => {
    const number = /^SBO 10\.7\.(\d+)$/.exec(code)?.[1];
    return number ? [[`followOnOptions/${number}`, JSON.stringify(parsed.followOnOptions)]] : [];
  });
  return [...whole, ...codes, ...certificates].map(([id, text]): [string, string] => [`nrw-catalogue/${id}`, text]);
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HASH_DIGITS);
}
