import type postgres from 'postgres';
import { z } from 'zod';
import type { Tx, TxCtx } from '../../db/database.ts';
import { notFound } from '../../kernel/errors.ts';

const time = z.iso.datetime();

export const callTurnSchema = z.object({
  speaker: z.enum(['lead', 'agent']).describe('`agent` is whoever spoke for the business, a program or a person.'),
  text: z.string(),
  at: time.nullable(),
});

export const callSchema = z
  .object({
    id: z.uuid(),
    leadId: z.uuid(),
    conversationId: z.uuid(),
    direction: z.enum(['inbound', 'outbound']),
    status: z.enum(['scheduled', 'queued', 'ringing', 'in_progress', 'ended', 'failed']),
    from: z.string().nullable(),
    to: z.string().nullable(),
    provider: z.string().nullable(),
    providerCallId: z.string().nullable(),
    startedAt: time.nullable(),
    endedAt: time.nullable(),
    durationSeconds: z.int().nullable(),
    summary: z.string().nullable(),
    transcript: z.array(callTurnSchema).nullable(),
    recordingUrl: z.string().nullable(),
    endedReason: z.string().nullable().describe("The provider's word for it, such as customer-ended-call."),
    outcome: z.string().nullable(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Call' });
export type Call = z.infer<typeof callSchema>;

export const listedCallSchema = callSchema.omit({ transcript: true }).meta({ id: 'ListedCall' });
export type ListedCall = z.infer<typeof listedCallSchema>;

type Times = 'startedAt' | 'endedAt' | 'createdAt' | 'updatedAt';
interface CallRow extends Omit<Call, Times> {
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

type Sql = postgres.PendingQuery<postgres.Row[]>;

/** Calls that fit `condition` (a `where` over `c`, and what follows it), in its order. */
export async function selectCalls(tx: Tx, condition: Sql, transcript: Sql = tx`c.transcript`): Promise<Call[]> {
  const rows = await tx<CallRow[]>`
    select c.id, c.lead_id, c.conversation_id, c.direction, c.status, c.from_number as "from", c.to_number as "to",
      c.provider, c.provider_call_id, c.started_at, c.ended_at, c.duration_seconds, c.summary, ${transcript},
      c.recording_url, c.ended_reason, c.outcome, c.created_at, c.updated_at
    from calls c ${condition}`;
  return rows.map((row) => ({
    ...row,
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }));
}

export interface WantedCall {
  readonly leadId: string;
  readonly callId: string;
}

/** As they stand in a list, without their words, which may be 100,000 characters each. */
export async function selectListedCalls(tx: Tx, condition: Sql): Promise<ListedCall[]> {
  const calls = await selectCalls(tx, condition, tx`null as transcript`);
  return calls.map(({ transcript: _transcript, ...call }) => call);
}

/** One call of a lead. Raises `not_found`; whether the lead is the caller's, the caller has seen to. */
export async function readCall({ tx, workspace }: TxCtx, { leadId, callId }: WantedCall): Promise<Call> {
  const [call] = await selectCalls(
    tx,
    tx`where c.workspace_id = ${workspace.id} and c.lead_id = ${leadId} and c.id = ${callId}`,
  );
  if (!call) throw notFound('call');
  return call;
}

/** Whether nobody was on the phone: it failed, or a machine took it. */
export function reachedNobody({ status, endedReason }: Pick<Call, 'status' | 'endedReason'>): boolean {
  return status === 'failed' || /voice-?_?mail/i.test(endedReason ?? '');
}
