import { collect } from '../../db/begin.ts';
import type { RowKind } from '../../db/collected-rows.ts';
import type { TxCtx } from '../../db/database.ts';
import { timeOfId } from '../../kernel/ids.ts';
import type { NewLead } from './new-lead.ts';

interface ConsentRow {
  readonly workspaceId: string;
  readonly id: string;
  readonly leadId: string;
  readonly basis: string;
  readonly wordsShown: string | null;
  readonly givenAt: string | Date;
  readonly createdAt: Date;
}
const consents: RowKind<ConsentRow> = {
  table: 'consents',
  columns: {
    workspaceId: 'uuid',
    id: 'uuid',
    leadId: 'uuid',
    basis: 'text',
    wordsShown: 'text',
    givenAt: 'timestamptz',
    createdAt: 'timestamptz',
  },
};

/** Keeps that a lead agreed to be contacted, on any channel: why, when, and the words shown. */
export function recordConsent(ctx: TxCtx, leadId: string, consent: NonNullable<NewLead['consent']>): void {
  const id = ctx.newId(ctx.at);
  collect(ctx.tx, consents, {
    workspaceId: ctx.workspace.id,
    id,
    leadId,
    basis: consent.basis,
    wordsShown: consent.wordsShown ?? null,
    givenAt: consent.givenAt ?? ctx.at,
    createdAt: timeOfId(id),
  });
}
