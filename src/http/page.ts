import { gzipSync } from 'node:zlib';
import type { Request, Response } from 'express';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Config } from '../config.js';

/** Below this size compression only costs. */
const COMPRESS_FROM = 1024;
/** Pages are small: this packs them within a few percent of the default settings in half the time. */
const PACKING = { level: 3, windowBits: 13, memLevel: 5 };

/** Sends text, compressed where the client can read it. */
export function sendText(request: Request, response: Response, text: string): void {
  response.vary('Accept-Encoding');
  if (text.length < COMPRESS_FROM || !/\bgzip\b/.test(request.get('accept-encoding') ?? '')) {
    response.end(text);
    return;
  }
  response.setHeader('Content-Encoding', 'gzip');
  response.end(gzipSync(text, PACKING));
}

/** Sends a whole page. */
export function sendPage(request: Request, response: Response, page: VNode): void {
  response.type('html');
  sendText(request, response, `<!doctype html>${renderToString(page)}`);
}

/** Where our pages are reached: the setting, else the address this request came to, which is right for a start without any setting. */
export function publicOrigin(request: Request, { publicUrl, publicUrlGiven }: Config): string {
  return publicUrlGiven ? publicUrl.origin : `${request.protocol}://${request.get('host')}`;
}
