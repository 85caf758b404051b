import { collect, writeCollected } from '../../db/begin.ts';
import type { RowKind } from '../../db/collected-rows.ts';
import type { TxCtx } from '../../db/database.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { recordEvent } from '../timeline/index.ts';

export interface OpenedConversation {
  /** Made before where the caller's own statements name it. */
  readonly id?: string;
  /** Null for a customer who is no lead yet. */
  readonly leadId: string | null;
  readonly agentId: string;
  readonly runId: string | null;
  readonly channel: string;
  readonly customerIdentifier?: string | null | undefined;
  readonly customerName?: string | null | undefined;
  readonly customerLanguage?: string | null | undefined;
}

/** Opens a thread on a channel, with its event, for the keys that the caller's kind is; returns its id. Its lead shows it. */
export async function openConversation(ctx: TxCtx, opened: OpenedConversation): Promise<string> {
  const id = collectConversation(ctx, opened);
  await writeCollected(ctx.tx);
  const { tx, at, workspace } = ctx;
  if (opened.leadId !== null) {
    await tx`
      update leads set revision = revision + 1, updated_at = ${at}
      where workspace_id = ${workspace.id} and id = ${opened.leadId}`;
  }
  return id;
}

/** As `openConversation`, to be written with the caller's own rows. */
export function collectConversation(ctx: TxCtx, opened: OpenedConversation): string {
  const { id = ctx.newId(ctx.at), leadId, agentId, runId, channel } = opened;
  const { customerIdentifier = null, customerName = null, customerLanguage = null } = opened;
  const createdAt = timeOfId(id);
  collect(ctx.tx, conversations, {
    workspaceId: ctx.workspace.id,
    id,
    leadId,
    agentId,
    runId,
    channel,
    customerIdentifier,
    customerName,
    customerLanguage,
    isTest: ctx.isTest,
    createdAt,
    updatedAt: createdAt,
  });
  recordEvent(ctx, { type: 'conversation.created', leadId, conversationId: id, data: { channel } });
  return id;
}

interface ConversationRow extends Required<OpenedConversation> {
  readonly workspaceId: string;
  readonly isTest: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
const conversations: RowKind<ConversationRow> = {
  table: 'conversations',
  columns: {
    workspaceId: 'uuid',
    id: 'uuid',
    leadId: 'uuid',
    agentId: 'uuid',
    runId: 'uuid',
    channel: 'text',
    customerIdentifier: 'text',
    customerName: 'text',
    customerLanguage: 'text',
    isTest: 'boolean',
    createdAt: 'timestamptz',
    updatedAt: 'timestamptz',
  },
};
