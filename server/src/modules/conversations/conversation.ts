import type postgres from 'postgres';
import { z } from 'zod';
import type { Tx } from '../../db/database.ts';

const time = z.iso.datetime();

export const conversationSchema = z
  .object({
    id: z.uuid(),
    leadId: z.uuid().nullable(),
    agentId: z.uuid(),
    channel: z.string(),
    owner: z.enum(['agent', 'person']).describe('Who answers.'),
    state: z.enum(['open', 'awaiting_person', 'closed']),
    customerIdentifier: z.string().nullable(),
    customerName: z.string().nullable(),
    customerLanguage: z.string().nullable(),
    messageCount: z.int(),
    firstMessageAt: time.nullable(),
    lastMessageAt: time.nullable(),
    lastInboundAt: time.nullable(),
    closedAt: time.nullable(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Conversation' });
export type Conversation = z.infer<typeof conversationSchema>;

type TimeKey = 'firstMessageAt' | 'lastMessageAt' | 'lastInboundAt' | 'closedAt' | 'createdAt' | 'updatedAt';
interface ConversationRow extends Omit<Conversation, TimeKey> {
  readonly firstMessageAt: Date | null;
  readonly lastMessageAt: Date | null;
  readonly lastInboundAt: Date | null;
  readonly closedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** All conversations that `condition` (on `c`, and on `l`, the lead if there is one) picks, in its order. */
export async function selectConversations(
  tx: Tx,
  condition: postgres.PendingQuery<postgres.Row[]>,
): Promise<Conversation[]> {
  const rows = await tx<ConversationRow[]>`
    select c.id, c.lead_id, c.agent_id, c.channel, c.owner, c.state, c.customer_identifier, c.customer_name,
      c.customer_language, c.last_seq as message_count, c.first_message_at, c.last_message_at, c.last_inbound_at,
      c.closed_at, c.created_at, c.updated_at
    from conversations c left join leads l on l.workspace_id = c.workspace_id and l.id = c.lead_id
    ${condition}`;
  return rows.map((row) => ({
    ...row,
    firstMessageAt: row.firstMessageAt?.toISOString() ?? null,
    lastMessageAt: row.lastMessageAt?.toISOString() ?? null,
    lastInboundAt: row.lastInboundAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }));
}
