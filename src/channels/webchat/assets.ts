import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Router } from 'express';
import { sendText } from '../../http/page.js';

const YEAR = 'public, max-age=31536000, immutable';

const FAVICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 34 34"><g fill="none" stroke="#12594d" stroke-width="3" stroke-linecap="round"><path d="M2 25h30M5 25C5 14 11 9 17 9s12 5 12 16M11 25V13M17 25V11M23 25V13"/></g></svg>';

/** The browser's own files: their routes, and the address of each script. */
export interface Assets {
  readonly router: Router;
  readonly chat: string;
  readonly console: string;
}

/** Reads the browser's files; their names hold their hash. */
export function readAssets(folder: string): Assets {
  const router = Router();
  const serve = (file: string): string => {
    const body = readFileSync(join(folder, file), 'utf8');
    const path = `/assets/${createHash('sha256').update(body).digest('hex').slice(0, 12)}.js`;
    router.get(path, (request, response) => {
      response.setHeader('Cache-Control', YEAR);
      response.type('text/javascript');
      sendText(request, response, body);
    });
    return path;
  };
  router.get('/favicon.svg', (_request, response) => {
    response.setHeader('Cache-Control', YEAR);
    response.type('image/svg+xml').send(FAVICON);
  });
  return { router, chat: serve('chat/chat.js'), console: serve('console/console.js') };
}
