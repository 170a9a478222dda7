import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Listens on the port given in PORT, else on any, and says on standard output where. */
export function listen(listener: RequestListener): Server {
  const server = createServer(listener);
  server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    console.log(`ready ${port}`);
  });
  return server;
}
