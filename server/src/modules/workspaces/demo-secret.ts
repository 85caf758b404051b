import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../kernel/startup-error.ts';

/** The demo key's secret that an earlier start kept, or undefined. */
export async function readSecret(dataDir: string): Promise<string | undefined> {
  const text = await readFile(pathOf(dataDir), 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  });
  return text.trim() || undefined;
}

/** Keeps it readable by its owner alone; written beside its place, so that a kill leaves no half of it. */
export async function keepSecret(dataDir: string, secret: string): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const staging = `${pathOf(dataDir)}.${process.pid}`;
  try {
    await writeFile(staging, `${secret}\n`, { mode: 0o600, flush: true });
    await rename(staging, pathOf(dataDir));
  } finally {
    await rm(staging, { force: true });
  }
}

function pathOf(dataDir: string): string {
  return join(dataDir, 'demo.key');
}
