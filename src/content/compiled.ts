import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { ContentError } from '../errors.js';
import type { Content } from './types.js';

/** Writes checked content as one file, after a line with its hash; a start reads only that. */
export function writeCompiled(file: string, content: Content): void {
  writeFileSync(file, `${content.version}\n${JSON.stringify(partsOf(content))}`);
}

/**
 * Reads compiled content.
 *
 * @throws ContentError when the file is missing, damaged, or was changed after it was checked
 */
export function readCompiled(file: string): Content {
  const text = read(file);
  const [version = ''] = text.split('\n', 1);
  const parts = text.slice(version.length + 1);
  if (createHash('sha256').update(parts).digest('hex') !== version)
    throw new ContentError([`${file}: was changed after it was checked; run npm run build`]);
  return { version, ...JSON.parse(parts) };
}

function partsOf({ version: _version, ...parts }: Content): Omit<Content, 'version'> {
  return parts;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ContentError([`${file}: cannot be read (${error instanceof Error ? error.message : 'unknown'}); run npm run build`]);
  }
}
