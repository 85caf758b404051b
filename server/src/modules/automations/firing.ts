import { z } from 'zod';
import type { Tx, TxCtx } from '../../db/database.ts';
import { notFound } from '../../kernel/errors.ts';
import { eventTypes } from '../../kernel/event-types.ts';

export const firingStates = ['waiting', 'due', 'pending', 'sending', 'done', 'failed', 'unknown', 'skipped'] as const;

export const firingSchema = z
  .object({
    id: z.uuid(),
    automationId: z.uuid(),
    leadId: z.uuid(),
    event: z.object({ id: z.uuid(), type: z.enum(eventTypes) }).describe('What it acted on.'),
    state: z
      .enum(firingStates)
      .describe(
        'waiting: for its time. due: next in line. pending, sending: a request. done. failed: certainly not done. unknown: sent, and nobody knows whether it arrived. skipped: not done after the wait; the next event may begin it anew.',
      ),
    attempts: z.int().describe('Requests made.'),
    request: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe('What was done or sent, with all values in place; without the secret headers.'),
    response: z
      .object({ status: z.int(), body: z.string(), isCut: z.boolean(), durationMs: z.int() })
      .nullable()
      .describe('The beginning of what was answered.'),
    error: z.string().nullable(),
    availableAt: z.iso.datetime().describe('When it is, or was, next looked at.'),
    finishedAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'AutomationFiring' });
export type Firing = z.infer<typeof firingSchema>;

type TimeKey = 'availableAt' | 'finishedAt' | 'createdAt';
interface FiringRow extends Omit<Firing, TimeKey> {
  readonly availableAt: Date;
  readonly finishedAt: Date | null;
  readonly createdAt: Date;
}

/** Firings that fit `condition` (a `where` over `f` and its lead `l`, and what follows it), in its order. */
export async function selectFirings(tx: Tx, condition: ReturnType<Tx>): Promise<Firing[]> {
  const rows = await tx<FiringRow[]>`
    select f.id, f.automation_id, f.lead_id, json_build_object('id', f.event_id, 'type', f.event_type) as event, f.state,
      f.attempts, f.request, f.response, f.error, f.available_at, f.finished_at, f.created_at
    from automation_firings f join leads l on l.workspace_id = f.workspace_id and l.id = f.lead_id
    ${condition}`;
  return rows.map((row) => ({
    ...row,
    availableAt: row.availableAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  }));
}

/** One firing of an automation, of a lead that the caller sees. Raises `not_found`. */
export async function readFiring(
  ctx: TxCtx,
  { automationId, firingId }: { automationId: string; firingId: string },
): Promise<Firing> {
  const { tx, workspace } = ctx;
  const [found] = await selectFirings(
    tx,
    tx`where f.workspace_id = ${workspace.id} and f.id = ${firingId} and f.automation_id = ${automationId}
      and l.deleted_at is null ${visibleFirings(ctx)}`,
  );
  if (!found) throw notFound('firing');
  return found;
}

/** A test key sees what was done for test leads. */
export function visibleFirings({ tx, isTest }: TxCtx) {
  return isTest ? tx`and l.is_test` : tx``;
}
