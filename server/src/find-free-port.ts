import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { errorCode, reasonOf, StartupError } from './kernel/startup-error.ts';

/** The port to listen on, a free one where 0 is asked for. Throws StartupError if it cannot be had. */
export async function findFreePort(host: string, port: number): Promise<number> {
  const probe = createServer();
  try {
    probe.listen({ host, port });
    await once(probe, 'listening');
    return portOf(probe.address());
  } catch (error) {
    throw explain(error, host, port);
  } finally {
    probe.close();
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.');
  return address.port;
}

function explain(error: unknown, host: string, port: number): StartupError {
  const reasons: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is taken: stop what uses it, or start with PORT=${port + 1} npm start.`,
    EACCES: `Port ${port} may not be used by this user: choose one above 1023 with PORT.`,
    EADDRNOTAVAIL: `HOST ${host} is no address of this machine: use 127.0.0.1, or 0.0.0.0 for all of them.`,
    ENOTFOUND: `HOST ${host} is not known: use 127.0.0.1, or 0.0.0.0 for all of this machine's addresses.`,
  };
  const reason = reasons[errorCode(error)] ?? `The server cannot listen on ${host}:${port}: ${reasonOf(error)}.`;
  return new StartupError(reason, error);
}
