import { collect } from '../db/begin.ts';
import type { RowKind } from '../db/collected-rows.ts';
import type { TxCtx } from '../db/database.ts';
import { timeOfId } from '../kernel/ids.ts';

export interface NewStimulus {
  readonly leadId: string;
  readonly kind: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

interface StimulusRow extends NewStimulus {
  readonly workspaceId: string;
  readonly id: string;
  readonly availableAt: Date;
  readonly createdAt: Date;
}
const stimuli: RowKind<StimulusRow> = {
  table: 'stimuli',
  columns: {
    workspaceId: 'uuid',
    id: 'uuid',
    leadId: 'uuid',
    kind: 'text',
    payload: 'jsonb',
    availableAt: 'timestamptz',
    createdAt: 'timestamptz',
  },
};

/** Puts a stimulus into a lead's inbox, in the transaction of what caused it, and wakes the engine after the commit. */
export function enqueueStimulus(ctx: TxCtx, { leadId, kind, payload }: NewStimulus): void {
  const id = ctx.newId(ctx.at);
  const at = timeOfId(id);
  const workspaceId = ctx.workspace.id;
  collect(ctx.tx, stimuli, { workspaceId, id, leadId, kind, payload, availableAt: at, createdAt: at });
  ctx.afterCommit(() => ctx.db.signals.send('stimuli'));
}
