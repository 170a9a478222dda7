import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { ContentError } from '../errors.js';
import type { Content } from './types.js';

/** What not every start needs: half of the content, read when it is asked for. Words of danger are needed by the first typed words, the rest by whoever builds the search. */
type SearchSources = Pick<Content, 'questions' | 'searchWords'>;

const LINE_END = 0x0a;

/** Writes checked content as one file of five lines: its version, a hash of what follows, what every start needs, words of danger, what the search is built from. */
export function writeCompiled(file: string, { version, crisis, questions, searchWords, ...parts }: Content): void {
  const sources: SearchSources = { questions, searchWords };
  const rest = [parts, crisis, sources].map((part) => JSON.stringify(part)).join('\n');
  writeFileSync(file, `${version}\n${hashOf(rest)}\n${rest}`);
}

/**
 * Reads compiled content.
 *
 * @throws ContentError when the file is missing, damaged, or was changed after it was checked
 */
export function readCompiled(file: string): Content {
  const [version, afterVersion] = cutLine(read(file));
  const [hash, rest] = cutLine(afterVersion);
  if (hashOf(rest) !== hash.toString()) throw new ContentError([`${file}: was changed after it was checked; run npm run build`]);
  const [parts, afterParts] = cutLine(rest);
  const [danger, sources] = cutLine(afterParts);
  const crisis = once((): Content['crisis'] => JSON.parse(danger.toString()));
  const searchSources = once((): SearchSources => JSON.parse(sources.toString()));
  const content: Omit<Content, 'version' | 'crisis' | keyof SearchSources> = JSON.parse(parts.toString());
  return {
    ...content,
    version: version.toString(),
    get crisis() {
      return crisis();
    },
    get questions() {
      return searchSources().questions;
    },
    get searchWords() {
      return searchSources().searchWords;
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function hashOf(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The first line and what follows it. */
function cutLine(bytes: Buffer): [line: Buffer, rest: Buffer] {
  const end = bytes.indexOf(LINE_END);
  return end < 0 ? [bytes, Buffer.alloc(0)] : [bytes.subarray(0, end), bytes.subarray(end + 1)];
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new ContentError([`${file}: cannot be read (${error instanceof Error ? error.message : 'unknown'}); run npm run build`]);
  }
}
