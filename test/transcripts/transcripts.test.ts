import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, test } from 'vitest';
import { prepareSearch, replay } from '../support/transcript.js';

beforeAll(prepareSearch, 120_000);

describe('transcripts', () => {
  const files = readdirSync('test/transcripts').filter((file) => file.endsWith('.yaml'));
  test.each(files)('%s', (file) => replay(readFileSync(`test/transcripts/${file}`, 'utf8')));
});
