import type { Express } from 'express';
import type { Assets } from './channels/webchat/assets.js';
import { myDataRoutes } from './channels/webchat/my-data-routes.js';
import { POSTER_STYLE } from './channels/webchat/poster.js';
import { webchatRoutes } from './channels/webchat/routes.js';
import { consoleRoutes } from './console/routes.js';
import { CONSOLE_STYLE } from './console/style.js';
import { createApp } from './http/app.js';
import { healthRoutes } from './http/health.js';
import type { Log } from './log.js';
import type { Parts } from './parts.js';

/** All routes over the assembled parts. */
export function composeApp(parts: Parts, log: Log, assets: Assets): Express {
  const { config, guide, documents } = parts;
  return createApp({
    config,
    guide,
    log,
    styles: [CONSOLE_STYLE, POSTER_STYLE],
    open: [healthRoutes({ config, documents, content: guide.content.version }), assets.router],
    pages: [webchatRoutes({ ...parts, script: assets.chat }), myDataRoutes(parts), consoleRoutes({ ...parts, script: assets.console })],
  });
}
