import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pageOf, type Shell } from './shells.js';

/** Serves one rival's page, bundle and answers, all squeezed as far as gzip goes before anyone asks; gives its address, good until the run ends. */
export async function serveShell(shell: Shell, folder: string): Promise<string> {
  const squeeze = (body: string | Buffer) => gzipSync(body, { level: 9 });
  const answers = new Map([
    ['GET /', { type: 'text/html; charset=utf-8', body: squeeze(pageOf(shell)) }],
    ['GET /bundle.js', { type: 'text/javascript; charset=utf-8', body: squeeze(readFileSync(join(folder, shell.bundle))) }],
    ...Object.entries(shell.backEnd).map(
      ([request, answer]) => [request, { type: 'application/json', body: squeeze(JSON.stringify(answer)) }] as const,
    ),
  ]);
  const server = createServer((request, response) => {
    const asked = `${request.method} ${request.url}`;
    const answer = answers.get(asked);
    if (!answer) console.error(`${shell.name} asked for ${asked}, which its stub does not answer`);
    request.resume();
    response.writeHead(answer ? 200 : 404, { 'content-type': answer?.type ?? 'text/plain', ...(answer && { 'content-encoding': 'gzip' }) });
    response.end(answer?.body);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The stub listens on no port');
  return `http://localhost:${address.port}/`;
}
