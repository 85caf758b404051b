import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import type { Issue } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { requireLive } from '../../kernel/require-live.ts';
import { recordAudit, recordEvent } from '../timeline/index.ts';
import { readWorkflow } from './get-workflow.ts';
import { parseWorkflowFile } from './parse-workflow-file.ts';
import { asBodyError, fileOf, withoutLine } from './read-workflow-body.ts';
import { setDefaultWorkflow } from './set-default-workflow.ts';
import { type WorkflowView, workflowViewSchema } from './workflow.ts';
import { type WrittenWorkflow, writeWorkflow } from './write-workflow.ts';

export interface WorkflowFile {
  /** YAML, of which JSON is a part. */
  readonly text: string;
  /** Stands at the start of each message about it. */
  readonly fileName: string;
}

export interface AppliedWorkflow {
  readonly change: WrittenWorkflow['change'];
  readonly workflow: WorkflowView;
  /** What is allowed but probably not meant, worded as errors are. */
  readonly warnings: readonly Issue[];
}

/**
 * Makes or changes the workflow that a file describes, found by its key. A new version is made only where something
 * changed; leads go on with the version they began with. The first workflow of a workspace becomes its default.
 * Raises `forbidden` for a test key, `invalid_input` with every error of the file, each with its line and column.
 */
export async function applyWorkflow(
  ctx: Ctx,
  { text, fileName, makeDefault = false }: WorkflowFile & { readonly makeDefault?: boolean | undefined },
): Promise<AppliedWorkflow> {
  requireScope(ctx, 'workflows:write');
  requireLive(ctx, 'A workflow');
  const { definition, warnings } = parseWorkflowFile(text, { fileName, now: ctx.clock.now() });
  return transaction(ctx, async (tctx) => {
    const written = await writeWorkflow(tctx, definition, text);
    if (written.change !== 'unchanged') await tell(tctx, written);
    if (makeDefault || !(await hasDefault(tctx))) await setDefaultWorkflow(tctx, { workflowId: written.id });
    return { change: written.change, workflow: await readWorkflow(tctx, written.id), warnings };
  });
}

const bodySchema = z
  .strictObject({
    source: z.string().min(1).max(262_144).optional().describe('The workflow file as text (YAML).'),
    definition: z.record(z.string(), z.unknown()).optional().describe('The same as JSON.'),
    makeDefault: z.boolean().optional().describe('Leads that name no workflow go into this one.'),
  })
  .refine(({ source, definition }) => (source === undefined) !== (definition === undefined), {
    message: 'Give either `source` or `definition`.',
  });

const appliedSchema = z
  .object({
    change: z.enum(['created', 'updated', 'unchanged']),
    workflow: workflowViewSchema,
    warnings: z.array(z.string()).describe('What is allowed but probably not meant.'),
  })
  .meta({ id: 'AppliedWorkflow' });

export const applyWorkflowOperation = defineOperation({
  operationId: 'applyWorkflow',
  method: 'PUT',
  path: '/v1/workflows',
  tag: 'Workflows',
  summary: 'Apply a workflow',
  description:
    'Makes or changes the workflow with the key that the file names. Doing it again changes nothing. Errors of the file come with line and column. Not with a test key, as live leads go through the same workflows.',
  auth: 'key',
  scope: 'workflows:write',
  body: bodySchema,
  success: { status: 200, description: 'The workflow as it is now.', schema: appliedSchema },
  handle: async (ctx: Ctx, { body }) => {
    const applied = await applyBody(ctx, body);
    return { ...applied, warnings: applied.warnings.map(({ message }) => message) };
  },
});

async function applyBody(ctx: Ctx, { makeDefault, ...body }: z.infer<typeof bodySchema>): Promise<AppliedWorkflow> {
  const applied = await applyWorkflow(ctx, { ...fileOf(body), makeDefault }).catch((error: unknown) => {
    throw asBodyError(body, error);
  });
  return { ...applied, warnings: applied.warnings.map((one) => ({ ...one, message: withoutLine(one.message) })) };
}

async function hasDefault({ tx, workspace }: TxCtx): Promise<boolean> {
  const [row] = await tx<{ has: boolean }[]>`
    select default_workflow_id is not null as has from workspaces where id = ${workspace.id}`;
  return row?.has ?? false;
}

async function tell(ctx: TxCtx, { id, key, version, change }: WrittenWorkflow): Promise<void> {
  await Promise.all([
    recordEvent(ctx, { type: 'workflow.applied', data: { workflowId: id, workflow: key, version, change } }),
    recordAudit(ctx, { verb: 'applyWorkflow', objectType: 'workflow', objectId: id, changed: [change] }),
  ]);
}
