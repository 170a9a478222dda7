import { type RequestHandler, Router } from 'express';

/** Routes below a path, loaded with their first request: a start does not wait for what most families never open. */
export function onDemand(path: string, load: () => Promise<RequestHandler>): Router {
  let loading: Promise<RequestHandler> | undefined;
  return Router().use(async (request, response, next) => {
    if (request.path !== path && !request.path.startsWith(`${path}/`)) return next();
    loading ??= load();
    const routes = await loading;
    routes(request, response, next);
  });
}
