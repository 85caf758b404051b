import type { TxCtx } from '../../db/database.ts';
import { channelOf, isWrittenOn } from '../../engagement/appointments/channel-of.ts';
import type { Appointment } from '../appointments/index.ts';
import { findOrOpenConversation } from '../conversations/index.ts';
import { bookingContext } from '../leads/index.ts';

interface Thread {
  readonly id: string;
  readonly channel: string;
  readonly agentId: string;
  readonly runId: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly isTest: boolean;
}

/**
 * Where an appointment is spoken of: where it was booked, else in the lead's newest conversation. Where that is a call, or
 * only read by who comes to look, and the lead has an address on a channel that is sent to, it is there. Undefined for none.
 */
export async function threadOfAppointment(
  ctx: TxCtx,
  { conversationId, workflowId }: Appointment,
  leadId: string,
): Promise<string | undefined> {
  const [found] = await ctx.tx<Thread[]>`
    select c.id, c.channel, c.agent_id, c.run_id, l.phone, l.email, l.is_test
    from conversations c join leads l on l.workspace_id = c.workspace_id and l.id = c.lead_id
    where c.workspace_id = ${ctx.workspace.id} and c.lead_id = ${leadId}
    order by (c.id is not distinct from ${conversationId}) desc, c.id desc limit 1`;
  if (!found || isWrittenOn(found.channel, ctx.channels)) return found?.id;
  const { workflow } = await bookingContext(ctx, leadId, workflowId ?? undefined);
  const wanted = workflow?.definition.cadence?.channels.map(({ channel }) => channel) ?? [];
  const channel = channelOf(found.channel, found, wanted, ctx.channels);
  if (channel === found.channel) return found.id;
  const { agentId, runId } = found;
  return findOrOpenConversation(ctx, { leadId, agentId, runId, channel });
}
