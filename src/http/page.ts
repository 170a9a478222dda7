import { gzipSync } from 'node:zlib';
import type { Request, Response } from 'express';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** Below this size compression only costs. */
const COMPRESS_FROM = 1024;

/** Sends text, compressed where the client can read it. */
export function sendText(request: Request, response: Response, text: string): void {
  response.vary('Accept-Encoding');
  if (text.length < COMPRESS_FROM || !request.acceptsEncodings('gzip')) {
    response.send(text);
    return;
  }
  response.setHeader('Content-Encoding', 'gzip');
  response.send(gzipSync(text, { level: 6 }));
}

/** Sends a whole page. */
export function sendPage(request: Request, response: Response, page: VNode): void {
  response.type('html');
  sendText(request, response, `<!doctype html>${renderToString(page)}`);
}
