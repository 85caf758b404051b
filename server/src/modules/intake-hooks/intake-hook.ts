import { z } from 'zod';
import type { Tx, TxCtx } from '../../db/database.ts';
import { notFound } from '../../kernel/errors.ts';
import { fieldMappingSchema } from './field-mapping.ts';

export const intakeHookSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    workflow: z.object({ id: z.uuid(), key: z.string(), name: z.string() }).nullable(),
    fieldMapping: fieldMappingSchema,
    deduplicates: z
      .boolean()
      .describe('Whether what comes in fills what is empty of a lead with the same contact points.'),
    isActive: z.boolean().describe('One that is not answers 404.'),
    isTest: z.boolean().describe('Makes test leads only.'),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'IntakeHook' });
export type IntakeHook = z.infer<typeof intakeHookSchema>;

interface IntakeHookRow extends Omit<IntakeHook, 'createdAt' | 'updatedAt'> {
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Hooks that fit `condition` (a `where` over `h`, and what follows it), in its order; never their tokens. */
export async function selectIntakeHooks(tx: Tx, condition: ReturnType<Tx>): Promise<IntakeHook[]> {
  const rows = await tx<IntakeHookRow[]>`
    select h.id, h.name, h.field_mapping, h.deduplicates, h.is_active, h.is_test, h.created_at, h.updated_at,
      case when w.id is not null then json_build_object('id', w.id, 'key', w.key, 'name', w.name) end as workflow
    from intake_hooks h left join workflows w on w.workspace_id = h.workspace_id and w.id = h.workflow_id
    ${condition}`;
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }));
}

/** One hook, for verbs that answer with what they wrote. Raises `not_found`. */
export async function readIntakeHook(ctx: TxCtx, hookId: string): Promise<IntakeHook> {
  const { tx, workspace } = ctx;
  const [found] = await selectIntakeHooks(
    tx,
    tx`where h.workspace_id = ${workspace.id} and h.id = ${hookId} ${visibleHooks(ctx)}`,
  );
  if (!found) throw notFound('intake hook');
  return found;
}

/** A test key manages test hooks only: it must not reach what is live by way of a hook. */
export function visibleHooks({ tx, isTest }: TxCtx) {
  return isTest ? tx`and h.is_test` : tx``;
}

export const hookParams = z.strictObject({ hookId: z.uuid().describe("The hook's id.") });
