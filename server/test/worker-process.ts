// A process of its own that does the jobs, for tests that kill it: its arguments are the database's login as JSON, the
// data folder, and how far its clock is ahead.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../src/config.ts';
import { createContext } from '../src/context.ts';
import { startWorker } from '../src/worker.ts';

const [login = '{}', dataDir = '', aheadMs = '0'] = process.argv.slice(2);
const config = {
  ...loadConfig({}, join(tmpdir(), 'foyer-no-clone')),
  logLevel: 'silent',
  secretKey: Buffer.alloc(32, 1),
  outboundAllow: ['127.0.0.1'],
  dataDir,
} as const;
const clock = { now: () => new Date(Date.now() + Number(aheadMs)) };
startWorker(await createContext(config, { server: JSON.parse(login) }, clock));
