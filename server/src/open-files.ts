import { join } from 'node:path';
import { createDiskStore } from './adapters/storage/disk/disk-store.ts';
import type { Config } from './config.ts';
import { createFileLinks } from './kernel/file-links.ts';
import type { Files } from './kernel/files.ts';
import { loadSecretKey } from './secret-key.ts';

/** The documents in the data folder, and links to them that this installation's secret signs. Raises StartupError. */
export async function openFiles(config: Pick<Config, 'dataDir' | 'publicUrl' | 'secretKey'>): Promise<Files> {
  const links = createFileLinks(await loadSecretKey(config), config.publicUrl);
  return { ...createDiskStore(join(config.dataDir, 'documents')), ...links };
}
