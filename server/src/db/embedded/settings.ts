import { totalmem } from 'node:os';
import type { Layout } from './layout.ts';

export interface Tuning {
  /** False only where the data may be lost with the machine, as in tests. */
  readonly durable: boolean;
}

/** Meant for a machine that Node shares. Given as arguments, so that an upgrade of ours reaches old clusters. */
export function postgresArguments(layout: Layout, tuning: Tuning): string[] {
  const safe = tuning.durable ? 'on' : 'off';
  // Data that may be lost is a test's, of which there may be many at a time.
  const buffersMb = sharedBuffersMb(tuning.durable ? availableBytes() : 0);
  const settings: Record<string, string> = {
    listen_addresses: '',
    unix_socket_directories: layout.socketDir,
    unix_socket_permissions: '0700',
    port: '5432',
    max_connections: '60',
    shared_buffers: `${buffersMb}MB`,
    effective_cache_size: `${Math.max(512, 2 * buffersMb)}MB`,
    maintenance_work_mem: '64MB',
    max_wal_size: '1GB',
    random_page_cost: '1.1',
    jit: 'off',
    // A container's /dev/shm is 64 MB, which parallel queries outgrow.
    max_parallel_workers_per_gather: '0',
    max_parallel_maintenance_workers: '0',
    fsync: safe,
    full_page_writes: safe,
    synchronous_commit: safe,
    logging_collector: 'off',
    log_min_messages: 'warning',
    log_line_prefix: '%m [%p] ',
    log_timezone: 'UTC',
    timezone: 'UTC',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', layout.cluster, ...flags];
}

/**
 * Megabytes of PostgreSQL's own cache on a machine with so many bytes: a quarter, as its manual has it, but no more than a
 * gigabyte and never less than its default. It grows to that as leads are read, and does not shrink.
 */
export function sharedBuffersMb(memoryBytes: number): number {
  return Math.min(1024, Math.max(128, Math.floor(memoryBytes / 4 / 2 ** 20)));
}

/** What this process may use: the container's limit where there is one. */
function availableBytes(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
