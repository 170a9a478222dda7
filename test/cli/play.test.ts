import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { mapFlow } from '../../src/cli/map.js';
import { type PlayOptions, play } from '../../src/cli/play.js';
import { ContentError } from '../../src/errors.js';
import { content, OFFERED } from '../support/guide.js';
import { replay } from '../support/transcript.js';

async function playLines(lines: readonly string[], options: PlayOptions): Promise<{ code: number; said: string }> {
  const said: string[] = [];
  const terminal = { input: Readable.from(lines.map((line) => `${line}\n`)), interactive: false, print: (text: string) => said.push(text) };
  const code = await play(content, options, terminal);
  return { code, said: said.join('\n') };
}

describe('a talk in the terminal', () => {
  test('goes by numbers, labels and words, in any language, and is kept as a transcript that holds', async () => {
    const save = join(mkdtempSync(join(tmpdir(), 'elternbruecke-')), 'talk.yaml');
    const { code, said } = await playLines(['2', '4', 'geri', 'العربية', 'canıma tak etti'], { locale: 'tr', today: '2026-11-24', save });
    expect(code).toBe(0);
    expect(said).toContain('Çocuğunuz');
    expect(said).toMatch(/1\. .+\n2\. /);
    expect(said).toMatch(/\p{Script=Arabic}/u);
    replay(readFileSync(save, 'utf8'));
    expect(readFileSync(save, 'utf8')).toContain('suicide-and-despair.card');
  });

  test('knows the city, the day and the desk it is told', async () => {
    const options = { locale: 'de', municipality: 'dortmund', desk: 'elsewhere', today: '2027-03-01' } as const;
    const { said } = await playLines(['überspringen', 'mensch'], options);
    expect(said).toContain('In einer anderen Stadt ist jemand da: Bochum.');
  });

  test('in a language that is not there says which are', async () => {
    expect(await playLines([], { locale: 'xx' })).toMatchObject({ code: 2, said: expect.stringContaining(OFFERED.join(', ')) });
  });
});

describe('the picture of a flow', () => {
  test('has every node, every button and the flows it leads to', () => {
    const picture = mapFlow(content, 'handover');
    const nodes = Object.keys(content.flows.handover?.nodes ?? {});
    expect(picture.startsWith('flowchart TD\n')).toBe(true);
    for (const node of nodes) expect(picture).toMatch(new RegExp(`^  ${node}[[{]`, 'm'));
    expect(picture).toContain('offer_elsewhere -->|accept_other_place| ask_question');
    expect(picture).toContain('flow_menu[["menu"]]');
  });

  test('of a flow that does not exist names those that do', () => {
    expect(() => mapFlow(content, 'nothing')).toThrow(ContentError);
    expect(() => mapFlow(content, 'nothing')).toThrow(/There is no flow nothing.*handover/s);
  });
});
