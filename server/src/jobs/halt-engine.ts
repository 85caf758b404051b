import type { TxCtx } from '../db/database.ts';

/**
 * Lets the engine begin nothing more in the workspace before this transaction ends, and waits for what it is doing there,
 * three seconds at the most (0036_engine_locks.sql): first of all in a transaction that stops it.
 */
export async function haltEngine({ tx, workspace }: TxCtx): Promise<void> {
  await tx`select halt_engine(${workspace.id})`;
}
