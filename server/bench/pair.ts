import cluster from 'node:cluster';

/**
 * Two servers behind one port. Node's cluster hands each connection to one of them in turn when it is opened, and then
 * stands between no more, so that nothing but the servers works for a request. The settings come in the environment,
 * and each server says on standard output when it runs.
 */
if (cluster.isPrimary) {
  for (let count = 0; count < 2; count += 1) cluster.fork();
  process.once('SIGTERM', () => cluster.disconnect(() => process.exit(0)));
} else {
  // The server does not let its channel keep it alive, and in a cluster there is nothing else while it asks for a port.
  setInterval(() => undefined, 60_000);
  await import('../src/main.ts');
}
