import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'vitest';
import { replay } from '../support/transcript.js';

describe('transcripts', () => {
  const files = readdirSync('test/transcripts').filter((file) => file.endsWith('.yaml'));
  test.each(files)('%s', (file) => replay(readFileSync(`test/transcripts/${file}`, 'utf8')));
});
