// A process to be killed: starts the embedded Postgres of a data folder, says so, and holds it.
import { startEmbeddedPostgres } from '../src/db/embedded/start.ts';

const dataDir = process.argv[2];
if (dataDir === undefined) throw new Error('Name a data folder.');
await startEmbeddedPostgres({ dataDir, log: { info: () => undefined, warn: () => undefined } });
console.log('ready');
process.stdin.resume();
