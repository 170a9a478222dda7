import type { Request, Response } from 'express';

/** Session cookies: host-only, never readable by script. Parents arrive by links (Lax), the console never does (Strict). */
export const COOKIES = {
  parent: { name: '__Host-eb', sameSite: 'lax' },
  receipt: { name: '__Host-eb-receipt', sameSite: 'lax' },
  person: { name: '__Host-eb-desk', sameSite: 'strict' },
} as const;

export function readCookie(request: Request, kind: keyof typeof COOKIES): string | undefined {
  const wanted = `${COOKIES[kind].name}=`;
  const pair = request.headers.cookie
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(wanted));
  return pair?.slice(wanted.length) || undefined;
}

export function setCookie(response: Response, kind: keyof typeof COOKIES, token: string): void {
  const { name, sameSite } = COOKIES[kind];
  response.cookie(name, token, { httpOnly: true, secure: true, sameSite, path: '/', encode: String });
}

export function clearCookie(response: Response, kind: keyof typeof COOKIES): void {
  const { name, sameSite } = COOKIES[kind];
  response.clearCookie(name, { httpOnly: true, secure: true, sameSite, path: '/' });
}
