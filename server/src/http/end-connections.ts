import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Ends connections when the server closes: at once those on which nothing is asked, also where nothing ever was, which
 * Node would wait half a minute for; after `graceMs` those whose request has not ended by then, such as a body that
 * comes slowly. Node's own `close` waits for all of them.
 */
export function endConnectionsWhenClosing(app: FastifyInstance, graceMs: number): void {
  /** How many requests each has under way. */
  const connections = new Map<Socket, number>();
  app.server.on('connection', (socket: Socket) => {
    connections.set(socket, 0);
    socket.once('close', () => connections.delete(socket));
  });
  app.server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    if (connections.has(socket)) connections.set(socket, (connections.get(socket) ?? 0) + 1);
    response.once('close', () => {
      const left = (connections.get(socket) ?? 1) - 1;
      if (connections.has(socket)) connections.set(socket, left);
    });
  });
  app.addHook('preClose', async () => {
    for (const [socket, requests] of connections) if (requests === 0) socket.destroy();
    const late = setTimeout(() => {
      for (const socket of connections.keys()) socket.destroy();
    }, graceMs);
    app.server.once('close', () => clearTimeout(late));
  });
}
