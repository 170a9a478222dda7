import { createHash, randomBytes } from 'node:crypto';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';

/** The one inline style block of our pages is allowed by its hash; nothing else inline is. */
export function styleHash(css: string): string {
  return `'sha256-${createHash('sha256').update(css).digest('base64')}'`;
}

/** Headers of every response (security.md R-HDR-01, R-HDR-02). */
export function securityHeaders(styleHashes: readonly string[]): RequestHandler {
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: [...styleHashes],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        manifestSrc: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
        trustedTypes: ['server-fragment'],
      },
    },
    strictTransportSecurity: { maxAge: 63_072_000, includeSubDomains: true },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  });
  const always = [
    ...headersOf(headers),
    ['Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()'],
    ['Cache-Control', 'no-store'],
  ] as const;
  return (_request, response, next) => {
    for (const [name, value] of always) response.setHeader(name, value);
    next();
  };
}

/** What a handler sets on a response. Ours are the same on every one, so they are worked out once. */
function headersOf(handler: ReturnType<typeof helmet>): [string, string][] {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  handler(request, response, (error) => {
    if (error) throw error;
  });
  return Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]);
}

/** A write under a cookie must come from our own pages (R-SES-04). */
export function sameOriginOnly(publicOrigins: ReadonlySet<string>): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const origin = request.get('origin');
    const site = request.get('sec-fetch-site');
    const own = origin === undefined || origin === 'null' ? site === 'same-origin' : publicOrigins.has(origin) || sameHost(request, origin);
    if (own) next();
    else response.status(403).json({ code: 'foreign_origin' });
  };
}

function sameHost(request: Request, origin: string): boolean {
  return URL.canParse(origin) && new URL(origin).host === request.get('host') && new URL(origin).protocol === `${request.protocol}:`;
}

/** A short id that stands in an error page and in the log, and in nothing else. */
export function requestId(): string {
  return randomBytes(6).toString('hex');
}
