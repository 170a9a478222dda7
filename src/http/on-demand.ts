import { type RequestHandler, Router } from 'express';

/** Routes below one or more paths, loaded with their first request: a start does not wait for what most families never open. */
export function onDemand(paths: string | readonly string[], load: () => Promise<RequestHandler>): Router {
  let loading: Promise<RequestHandler> | undefined;
  return Router().use(async (request, response, next) => {
    if (![paths].flat().some((path) => request.path === path || request.path.startsWith(`${path}/`))) return next();
    loading ??= load();
    const routes = await loading;
    routes(request, response, next);
  });
}
