import { join } from 'node:path';
import { createDiskStore } from './adapters/storage/disk/disk-store.ts';
import type { Config } from './config.ts';
import { createFileLinks } from './kernel/file-links.ts';
import type { Files } from './kernel/files.ts';

/** The documents in the data folder, and links to them that this key of the installation signs. */
export function openFiles({ dataDir, publicUrl }: Pick<Config, 'dataDir' | 'publicUrl'>, secretKey: Buffer): Files {
  const links = createFileLinks(secretKey, publicUrl);
  return { ...createDiskStore(join(dataDir, 'documents')), ...links };
}
