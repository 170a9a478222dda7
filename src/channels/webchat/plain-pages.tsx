import { type Request, Router } from 'express';
import type { Config } from '../../config.js';
import type { Guide } from '../../content/guide.js';
import { clearCookie, readCookie } from '../../http/cookies.js';
import { pickLocale } from '../../http/locale.js';
import { sendPage } from '../../http/page.js';
import type { Sessions } from '../../sessions/sessions.js';
import { HelpPage, LanguagesPage, TextPage } from './pages.js';

interface PlainPagesDependencies {
  readonly guide: Guide;
  readonly config: Config;
  readonly sessions: Sessions;
}

const TEXT_PAGES = ['privacy', 'imprint', 'accessibility', 'limits'];

/** Whether this browser has a talk, without asking the store: help and leaving must work when it is away. */
export function hasTalk(request: Request): boolean {
  return readCookie(request, 'parent') !== undefined;
}

/** What a parent may open at any moment and what needs no talk: leaving, languages, help, the operator's texts. */
export function plainPages({ guide, config, sessions }: PlainPagesDependencies): Router {
  const router = Router();
  const localeOf = (request: Request) => pickLocale(request, guide, request.query.lang);

  router.get('/weg', async (request, response) => {
    clearCookie(response, 'parent');
    clearCookie(response, 'receipt');
    response.setHeader('Clear-Site-Data', '"cache", "cookies", "storage"');
    response.redirect(303, config.leaveUrl.href);
    // Leaving must not wait for the store, nor fail with it.
    const token = readCookie(request, 'parent');
    const prefetch = /prefetch/.test(`${request.get('purpose')} ${request.get('sec-purpose')}`);
    if (token && !prefetch) await sessions.end(token).catch(() => undefined);
  });

  router.get('/languages', (request, response) => {
    const to = [...TEXT_PAGES, 'help', 'my-data', 'path', 'glossary'].find((page) => page === request.query.to) ?? '';
    sendPage(request, response, <LanguagesPage guide={guide} locale={localeOf(request)} to={to} />);
  });

  router.get('/help', (request, response) => {
    const card = typeof request.query.card === 'string' ? request.query.card : undefined;
    sendPage(request, response, <HelpPage guide={guide} locale={localeOf(request)} card={card} hasTalk={hasTalk(request)} />);
  });

  for (const page of TEXT_PAGES) {
    router.get(`/${page}`, (request, response) =>
      sendPage(request, response, <TextPage guide={guide} locale={localeOf(request)} page={page} />),
    );
  }

  return router;
}
