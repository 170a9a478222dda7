import type { Server } from 'node:http';
import { type Express, type RequestHandler, Router } from 'express';
import { errorBody } from './channels/activities/problems.js';
import { attachDirectLineStream } from './channels/directline/stream.js';
import { DIRECT_LINE_PATH } from './channels/directline/tokens.js';
import type { Assets } from './channels/webchat/assets.js';
import { myDataRoutes } from './channels/webchat/my-data-routes.js';
import { openState } from './channels/webchat/parent-talk.js';
import { plainPages } from './channels/webchat/plain-pages.js';
import { POSTER_STYLE } from './channels/webchat/poster-style.js';
import { webchatRoutes } from './channels/webchat/routes.js';
import { SHEET_STYLE } from './channels/webchat/sheet-style.js';
import { CONSOLE_STYLE } from './console/style.js';
import { createApp } from './http/app.js';
import { healthRoutes } from './http/health.js';
import { onDemand } from './http/on-demand.js';
import type { Log } from './log.js';
import type { Parts } from './parts.js';

const closed: RequestHandler = (_request, response) => {
  response.status(404).json(errorBody('NotFound', 'No Bot Framework channel is set up here.'));
};

/** All routes over the assembled parts. */
export function composeApp(parts: Parts, log: Log, assets: Assets): Express {
  const { config, guide, documents } = parts;
  return createApp({
    config,
    guide,
    log,
    styles: [CONSOLE_STYLE, POSTER_STYLE, SHEET_STYLE],
    open: [
      healthRoutes({ config, documents, content: guide.content.version }),
      assets.router,
      onDemand(DIRECT_LINE_PATH, async () => {
        const { directLineRoutes } = await import('./channels/directline/routes.js');
        return Router().use(DIRECT_LINE_PATH, directLineRoutes({ ...parts, log }));
      }),
      Router().use('/api/messages', parts.botFramework?.routes({ ...parts, log }) ?? closed),
    ],
    pages: [
      webchatRoutes({ ...parts, log, script: assets.chat }),
      plainPages(parts),
      onDemand(['/path', '/calendar.ics'], async () => {
        const { pathRoutes } = await import('./channels/webchat/path-routes.js');
        return pathRoutes({ ...parts, openState: openState(parts) });
      }),
      onDemand(['/sheet', '/glossary', '/share', '/report'], async () => {
        const { besideRoutes } = await import('./channels/webchat/beside-routes.js');
        return besideRoutes({ ...parts, openState: openState(parts) });
      }),
      myDataRoutes(parts),
      onDemand('/console', async () => {
        const { consoleRoutes } = await import('./console/routes.js');
        return consoleRoutes({ ...parts, script: assets.console });
      }),
    ],
  });
}

/** What runs beside request and answer on the same port: the streams of Direct Line clients. */
export function attachStreams(server: Server, parts: Parts, log: Log): void {
  attachDirectLineStream(server, { ...parts, log });
}
