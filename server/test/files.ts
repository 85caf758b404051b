import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Files } from '../src/kernel/files.ts';
import { openFiles } from '../src/open-files.ts';

export interface TestFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/** A data folder of the test file's own; `remove` it in `afterAll`. */
export async function makeTestFolder(): Promise<TestFolder> {
  const path = await mkdtemp(join(tmpdir(), `foyer-test-${process.pid}-`));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Documents in that folder, with links that a fixed secret signs. */
export function openTestFiles({ path }: TestFolder): Files {
  return openFiles({ dataDir: path, publicUrl: 'http://127.0.0.1' }, Buffer.alloc(32, 1));
}
