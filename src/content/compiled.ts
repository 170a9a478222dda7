import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { ContentError } from '../errors.js';
import type { Content } from './types.js';

/** Writes checked content as one file; a start reads only that. */
export function writeCompiled(file: string, content: Content): void {
  writeFileSync(file, JSON.stringify(content));
}

/**
 * Reads compiled content.
 *
 * @throws ContentError when the file is missing, damaged, or was changed after it was checked
 */
export function readCompiled(file: string): Content {
  const content = parse(file);
  const { version, ...parts } = content;
  const found = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  if (found !== version) throw new ContentError([`${file}: was changed after it was checked; run npm run build`]);
  return content;
}

function parse(file: string): Content {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ContentError([`${file}: cannot be read (${error instanceof Error ? error.message : 'unknown'}); run npm run build`]);
  }
}
