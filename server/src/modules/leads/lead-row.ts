import { collect } from '../../db/begin.ts';
import type { RowKind } from '../../db/collected-rows.ts';
import type { TxCtx } from '../../db/database.ts';
import { timeOfId } from '../../kernel/ids.ts';
import type { LeadColumns } from './lead-columns.ts';
import type { NewLead } from './new-lead.ts';

interface Origin {
  readonly input: NewLead;
  readonly channel: string;
  readonly agentId: string;
  readonly lastMessageAt: Date | null;
}

/** The row of a new lead, to be written with what hangs on it. */
export function collectLeadRow(ctx: TxCtx, id: string, columns: LeadColumns, origin: Origin): void {
  const { input, channel, agentId, lastMessageAt } = origin;
  const { stage = 'new', lostReason = null, needsHuman = false, needsHumanReason = null } = input;
  const createdAt = timeOfId(id);
  collect(ctx.tx, leads, {
    workspaceId: ctx.workspace.id,
    id,
    ...columns,
    tags: columns.tags ?? [],
    channel,
    agentId,
    stage,
    lostReason,
    needsHuman,
    needsHumanReason,
    isTest: ctx.isTest,
    metadata: input.metadata ?? {},
    formResponses: input.formResponses ?? {},
    importedAt: input.importedAt ?? null,
    lastMessageAt,
    lastActivityAt: createdAt,
    createdAt,
    updatedAt: createdAt,
  });
}

interface LeadRow extends LeadColumns {
  readonly workspaceId: string;
  readonly id: string;
  readonly channel: string;
  readonly agentId: string;
  readonly stage: string;
  readonly lostReason: string | null;
  readonly needsHuman: boolean;
  readonly needsHumanReason: string | null;
  readonly isTest: boolean;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly formResponses: Readonly<Record<string, string>>;
  readonly importedAt: string | null;
  readonly lastMessageAt: Date | null;
  readonly lastActivityAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
const leads: RowKind<LeadRow> = {
  table: 'leads',
  columns: {
    workspaceId: 'uuid',
    id: 'uuid',
    name: 'text',
    givenName: 'text',
    middleName: 'text',
    familyName: 'text',
    email: 'text',
    emailVerifiedAt: 'timestamptz',
    phone: 'text',
    phoneMatchKey: 'text',
    phoneVerifiedAt: 'timestamptz',
    businessName: 'text',
    title: 'text',
    website: 'text',
    goal: 'text',
    intent: 'text',
    timeline: 'text',
    qualificationScore: 'smallint',
    qualificationNotes: 'text',
    source: 'text',
    tags: 'text[]',
    externalId: 'text',
    externalPortalLink: 'text',
    activitySummary: 'text',
    submittedAt: 'timestamptz',
    assignedMemberId: 'uuid',
    campaignId: 'uuid',
    timeZone: 'text',
    language: 'text',
    channel: 'text',
    agentId: 'uuid',
    stage: 'text',
    lostReason: 'text',
    needsHuman: 'boolean',
    needsHumanReason: 'text',
    isTest: 'boolean',
    metadata: 'jsonb',
    formResponses: 'jsonb',
    importedAt: 'timestamptz',
    lastMessageAt: 'timestamptz',
    lastActivityAt: 'timestamptz',
    createdAt: 'timestamptz',
    updatedAt: 'timestamptz',
  },
};
