import { collect } from '../../db/begin.ts';
import type { RowKind } from '../../db/collected-rows.ts';
import type { TxCtx } from '../../db/database.ts';
import { timeOfId } from '../../kernel/ids.ts';

export interface NewAudit {
  /** The verb's name, such as `createLead`. */
  readonly verb: string;
  readonly objectType: string;
  readonly objectId: string | null;
  /** Names of what changed, never the values. */
  readonly changed?: readonly string[];
}

interface AuditRow extends Required<NewAudit> {
  readonly workspaceId: string;
  readonly id: string;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly requestId: string;
  readonly createdAt: Date;
}
const auditLog: RowKind<AuditRow> = {
  table: 'audit_log',
  columns: {
    workspaceId: 'uuid',
    id: 'uuid',
    actorKind: 'text',
    actorId: 'uuid',
    verb: 'text',
    objectType: 'text',
    objectId: 'uuid',
    changed: 'text[]',
    requestId: 'text',
    createdAt: 'timestamptz',
  },
};

/** Writes who did what to which object, in the verb's own transaction. */
export function recordAudit(ctx: TxCtx, { verb, objectType, objectId, changed = [] }: NewAudit): void {
  const id = ctx.newId(ctx.at);
  collect(ctx.tx, auditLog, {
    workspaceId: ctx.workspace.id,
    id,
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.id,
    verb,
    objectType,
    objectId,
    changed,
    requestId: ctx.requestId,
    createdAt: timeOfId(id),
  });
}
