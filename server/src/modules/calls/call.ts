import type postgres from 'postgres';
import { z } from 'zod';
import type { Tx } from '../../db/database.ts';

const time = z.iso.datetime();

export const callSchema = z
  .object({
    id: z.uuid(),
    leadId: z.uuid(),
    conversationId: z.uuid(),
    direction: z.enum(['inbound', 'outbound']),
    status: z.enum(['scheduled', 'queued', 'ringing', 'in_progress', 'ended', 'failed']),
    startedAt: time.nullable(),
    endedAt: time.nullable(),
    durationSeconds: z.int().nullable(),
    summary: z.string().nullable(),
    transcript: z.string().nullable(),
    recordingUrl: z.string().nullable(),
    endedReason: z.string().nullable().describe("The provider's word for it, such as customer-ended-call."),
    outcome: z.string().nullable(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Call' });
export type Call = z.infer<typeof callSchema>;

interface CallRow extends Omit<Call, 'startedAt' | 'endedAt' | 'createdAt' | 'updatedAt'> {
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Calls that fit `condition` (a `where` over `c`, and what follows it), in its order. */
export async function selectCalls(tx: Tx, condition: postgres.PendingQuery<postgres.Row[]>): Promise<Call[]> {
  const rows = await tx<CallRow[]>`
    select c.id, c.lead_id, c.conversation_id, c.direction, c.status, c.started_at, c.ended_at, c.duration_seconds,
      c.summary, c.transcript, c.recording_url, c.ended_reason, c.outcome, c.created_at, c.updated_at
    from calls c ${condition}`;
  return rows.map((row) => ({
    ...row,
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }));
}
