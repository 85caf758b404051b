import { collect } from '../../db/begin.ts';
import type { RowKind } from '../../db/collected-rows.ts';
import type { TxCtx } from '../../db/database.ts';
import type { SendPurpose } from '../../engagement/policy/send-facts.ts';
import { timeOfId } from '../../kernel/ids.ts';

interface NewDelivery {
  readonly messageId: string;
  readonly conversationId: string;
  readonly leadId: string;
  readonly agentId: string;
  readonly channel: string;
  readonly purpose: SendPurpose;
}

interface DeliveryRow extends NewDelivery {
  readonly workspaceId: string;
  readonly id: string;
  readonly availableAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
const deliveries: RowKind<DeliveryRow> = {
  table: 'deliveries',
  columns: {
    workspaceId: 'uuid',
    id: 'uuid',
    messageId: 'uuid',
    conversationId: 'uuid',
    leadId: 'uuid',
    agentId: 'uuid',
    channel: 'text',
    purpose: 'text',
    availableAt: 'timestamptz',
    createdAt: 'timestamptz',
    updatedAt: 'timestamptz',
  },
};

/** Has a message of this transaction leave after its commit. */
export function collectDelivery(ctx: TxCtx, delivery: NewDelivery): void {
  const id = ctx.newId(ctx.at);
  const at = timeOfId(id);
  const row = { ...delivery, workspaceId: ctx.workspace.id, id, availableAt: ctx.at, createdAt: at, updatedAt: at };
  collect(ctx.tx, deliveries, row);
  ctx.afterCommit(() => ctx.db.signals.send('deliveries'));
}
