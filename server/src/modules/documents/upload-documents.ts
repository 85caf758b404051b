import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import { judgeFile } from '../../engagement/checklist/judge-file.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { conflict, type Issue, invalidInput } from '../../kernel/errors.ts';
import { dropFiles } from '../../kernel/files.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { defineOperation, type UploadedFile } from '../../kernel/operation.ts';
import { leadParams, lockLead, requireLead, settleChecklist, touchLead } from '../leads/index.ts';
import { recordAction, recordAudit, recordEvent } from '../timeline/index.ts';
import { attachToItem, type DocumentItem, type NewLink, requireDocumentItem } from './attach-to-item.ts';
import { documentSchema, type LeadDocument, selectDocumentsById } from './document.ts';
import { type KeptFile, keepFiles } from './keep-files.ts';
import { type UploadDetails, uploadFields } from './upload-fields.ts';

/** More of one lead could not be shown at once. */
const MOST_DOCUMENTS = 500;

export interface UploadAbout {
  readonly leadId: string;
  /** The lead's own item that the files are for. */
  readonly leadChecklistItemId?: string | null | undefined;
  /** From the lead's own page: what does not do for the item is refused, where else a person is to look at it. */
  readonly isFromLead?: boolean;
  /** Of each file, in their order. */
  readonly details?: readonly UploadDetails[] | undefined;
}

export interface UploadResult {
  /** In the order in which they came. */
  readonly documents: LeadDocument[];
  /** The line of the timeline that tells of them. */
  readonly actionLogId: string;
}

/**
 * Keeps files as documents of a lead, all or none. `about` is asked once the last file is read, as the texts of a form
 * may come after its files; with `leadId` a missing lead is found before the first byte is. Raises `not_found`,
 * `invalid_input`, `too_large`, `conflict` too_many_documents.
 */
export async function uploadDocuments(
  ctx: Ctx,
  input: {
    readonly leadId?: string;
    readonly files: AsyncIterable<UploadedFile>;
    readonly about: () => UploadAbout;
  },
): Promise<UploadResult> {
  requireScope(ctx, 'leads:write');
  const { leadId } = input;
  if (leadId !== undefined) await transaction(ctx, (tctx) => requireLead(tctx, leadId));
  const kept = await keepFiles(ctx, input.files);
  try {
    return await transaction(ctx, (tctx) => insertDocuments(tctx, kept, input.about()));
  } catch (error) {
    const keys = kept.map(({ key }) => key);
    if (!(await areKnown(ctx, kept))) await dropFiles(ctx, keys);
    throw error;
  }
}

async function insertDocuments(ctx: TxCtx, kept: readonly KeptFile[], about: UploadAbout): Promise<UploadResult> {
  const { leadId, leadChecklistItemId, isFromLead = false, details = [] } = about;
  const { tx } = ctx;
  await lockLead(ctx, leadId);
  await assertRoom(ctx, leadId, kept.length);
  const item = leadChecklistItemId ? await requireDocumentItem(ctx, leadId, leadChecklistItemId) : undefined;
  const links = item ? judgeAll(item, kept, isFromLead) : [];
  const sender = isFromLead ? 'portal' : 'api';
  const rows = kept.map((file, index) => ({ ...toRow(ctx, leadId, file, details[index]), sender }));
  await tx`insert into documents ${tx(rows)}`;
  const ids = kept.map(({ id }) => id);
  const names = rows.map(({ fileName }) => fileName).join(', ');
  const [actionLogId] = await Promise.all([
    recordAction(ctx, {
      leadId,
      type: 'document_upload',
      summary: ids.length === 1 ? `Document received: ${names}` : `${ids.length} documents received: ${names}`,
      documentId: ids.length === 1 ? (ids[0] ?? null) : null,
      output: { documentIds: ids, leadChecklistItemId: item?.id ?? null },
    }),
    ...ids.map((documentId) =>
      recordEvent(ctx, {
        type: 'document.received',
        leadId,
        data: { documentId, leadChecklistItemId: item?.id ?? null },
      }),
    ),
    item && attachToItem(ctx, { leadId, item, links }),
    recordAudit(ctx, { verb: 'uploadDocuments', objectType: 'lead', objectId: leadId, changed: ['documents'] }),
    touchLead(ctx, leadId),
  ]);
  if (item) await settleChecklist(ctx, leadId);
  return { documents: await selectDocumentsById(ctx, ids), actionLogId };
}

/** The files with what is doubtful about each. Raises `invalid_input` where the lead sent what does not do. */
function judgeAll(item: DocumentItem, kept: readonly KeptFile[], isFromLead: boolean): NewLink[] {
  const issues: Issue[] = [];
  const links = kept.map((file, index) => {
    const judged = judgeFile(item, file);
    if (judged.verdict === 'unfit') issues.push({ path: ['files', index], message: judged.reason });
    return { documentId: file.id, doubt: judged.verdict === 'fits' ? undefined : judged.reason };
  });
  if (isFromLead && issues.length > 0) throw invalidInput('These files cannot be taken for this item.', issues);
  return links;
}

function toRow(ctx: TxCtx, leadId: string, file: KeptFile, details: UploadDetails | undefined) {
  const { id, mimeType, kind, sizeBytes, sha256, key } = file;
  return {
    workspaceId: ctx.workspace.id,
    id,
    leadId,
    fileName: details?.name ?? file.fileName,
    mimeType,
    contentKind: kind ?? null,
    sizeBytes,
    sha256,
    storageKey: key,
    externalId: details?.externalId ?? null,
    metadata: ctx.tx.json(asJson(details?.metadata ?? {})),
    createdAt: timeOfId(id),
  };
}

/** The caller holds the lead's lock. */
async function assertRoom({ tx, workspace }: TxCtx, leadId: string, more: number): Promise<void> {
  const [row] = await tx<{ count: number }[]>`
    select count(*) as count from documents
    where workspace_id = ${workspace.id} and lead_id = ${leadId} and deleted_at is null`;
  if ((row?.count ?? 0) + more <= MOST_DOCUMENTS) return;
  throw conflict('too_many_documents', `A lead has at most ${MOST_DOCUMENTS} documents. Delete some of them first.`);
}

/** Whether rows name the files: after a commit whose answer was lost they do. Where that cannot be seen, they might. */
async function areKnown(ctx: Ctx, kept: readonly KeptFile[]): Promise<boolean> {
  const ids = kept.map(({ id }) => id);
  const look = transaction(
    ctx,
    ({ tx, workspace }) =>
      tx`select id from documents where workspace_id = ${workspace.id} and id = any (${ids}) limit 1`,
  );
  return look.then(
    (rows) => rows.length > 0,
    () => true,
  );
}

export const uploadDocumentsOperation = defineOperation({
  operationId: 'uploadDocuments',
  method: 'POST',
  path: '/v1/leads/{leadId}/documents',
  tag: 'Documents',
  summary: 'Upload documents of a lead',
  description:
    'As multipart/form-data, all or none. With `leadChecklistItemId` they are given to that item, which is completed by them; or it waits for more, where it takes several, or for a review, where it has validation rules or a file is not of a kind that it takes.',
  auth: 'key',
  scope: 'leads:write',
  params: leadParams,
  upload: { maxFiles: 10, maxFileBytes: 100_000_000, fields: uploadFields },
  success: {
    status: 201,
    description: 'The documents.',
    schema: z.object({
      documents: z.array(documentSchema),
      actionLogId: z.uuid().describe('The line of the timeline that tells of them.'),
    }),
  },
  errors: ['not_found', 'conflict'],
  handle: (ctx: Ctx, { params: { leadId }, files, fields }) =>
    uploadDocuments(ctx, { leadId, files, about: () => ({ leadId, ...fields() }) }),
});
