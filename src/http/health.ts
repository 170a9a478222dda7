import { Router } from 'express';
import type { Config } from '../config.js';
import type { Documents } from '../store/documents.js';

/** `/healthz` alive, `/readyz` the store answers, `/metrics` counters without persons, on loopback or with a token only. */
export function healthRoutes({ config, documents, content }: { config: Config; documents: Documents; content: string }): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'alive' });
  });
  router.get('/readyz', async (_request, response) => {
    try {
      await documents.ping();
      response.json({ status: 'ready', content: content.slice(0, 12) });
    } catch {
      // Not ready is the answer, whatever the cause; the cause is logged where a turn fails on it.
      response.status(503).set('Retry-After', '5').json({ status: 'store_unavailable' });
    }
  });
  router.get('/metrics', (request, response) => {
    const local =
      ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.socket.remoteAddress ?? '') && request.get('x-forwarded-for') === undefined;
    if (!local && !(config.metricsToken && request.get('authorization') === `Bearer ${config.metricsToken}`)) {
      response.status(404).json({ code: 'not_found' });
      return;
    }
    const { rss, heapUsed } = process.memoryUsage();
    response
      .type('text/plain')
      .send(
        `process_uptime_seconds ${process.uptime().toFixed(0)}\nprocess_resident_memory_bytes ${rss}\nprocess_heap_used_bytes ${heapUsed}\n`,
      );
  });
  return router;
}
