import type { TxCtx } from '../db/database.ts';

/**
 * Waits for what the engine is doing in the workspace, three seconds at the most, and lets it begin nothing more there
 * before this transaction ends (0036_engine_locks.sql): first of all in a transaction that stops it.
 */
export async function haltEngine({ tx, workspace }: TxCtx): Promise<void> {
  await tx`select halt_engine(${workspace.id})`;
}
