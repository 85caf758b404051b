import { errorCode } from '../kernel/startup-error.ts';

/** The connection could not be made, or broke (Node's and postgres.js's codes). */
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
]);
/** Too many connections, shutting down, starting up, read-only after a failover, out of disk or memory, cancelled by a timeout. */
const OVERWORKED = /^(08...|53...|57P0.|57014|25006|55P03)$/;
/** Serialization failure and deadlock: the same request may well succeed at once. */
const CLASHED = /^40(001|P01)$/;

/** Seconds after which a retry may help where Postgres is away or overworked; undefined for any other error. */
export function readDatabaseTrouble(error: unknown): number | undefined {
  const code = errorCode(error);
  if (CLASHED.test(code)) return 1;
  if (OVERWORKED.test(code)) return 2;
  return UNREACHABLE.has(code) && cameFromTheDatabase(error) ? 2 : undefined;
}

/**
 * ENOENT and the like may come from a file or another host: postgres.js rejects with its own names, or with what the
 * socket said, which names the system call.
 */
function cameFromTheDatabase(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (errorCode(error).startsWith('CONNECT')) return true;
  return 'syscall' in error && ['connect', 'read', 'write', 'getaddrinfo'].includes(String(error.syscall));
}
