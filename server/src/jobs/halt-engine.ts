import type { TxCtx } from '../db/database.ts';

/**
 * Waits for what the engine is doing in the workspace, and lets it begin nothing more there before this transaction ends
 * (0036_engine_locks.sql): first of all in a transaction that stops it. Raises the lock's time-out.
 */
export async function haltEngine({ tx, workspace }: TxCtx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended('engine ' || ${workspace.id}::uuid, 0))`;
}
