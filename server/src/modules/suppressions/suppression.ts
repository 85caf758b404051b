import { z } from 'zod';
import type { Tx, TxCtx } from '../../db/database.ts';
import { notFound } from '../../kernel/errors.ts';
import { addressKinds } from './address.ts';

export const suppressionReasons = ['opted_out', 'complaint', 'wrong_number', 'bounced', 'manual'] as const;
export type SuppressionReason = (typeof suppressionReasons)[number];

export const suppressionSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(addressKinds),
    address: z
      .string()
      .nullable()
      .describe('Lower case, or E.164; null once it is erased. It is refused all the same.'),
    reason: z.enum(suppressionReasons),
    leadId: z
      .uuid()
      .nullable()
      .describe('The lead whose opting out it is: its opting in lifts it. Null where only a person lifts it.'),
    liftedAt: z.iso.datetime().nullable().describe('Since when the address may be contacted again; null: it may not.'),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Suppression' });
export type Suppression = z.infer<typeof suppressionSchema>;

interface SuppressionRow extends Omit<Suppression, 'liftedAt' | 'createdAt'> {
  readonly liftedAt: Date | null;
  readonly createdAt: Date;
}

/** Suppressions that fit `condition` (a `where` over `s`, and what follows it), in its order. */
export async function selectSuppressions(tx: Tx, condition: ReturnType<Tx>): Promise<Suppression[]> {
  const rows = await tx<SuppressionRow[]>`
    select s.id, s.kind, s.address, s.reason, s.lead_id, s.lifted_at, s.created_at from suppressions s ${condition}`;
  return rows.map((row) => ({
    ...row,
    liftedAt: row.liftedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  }));
}

/** One suppression, lifted or not. Raises `not_found`. */
export async function readSuppression({ tx, workspace }: TxCtx, suppressionId: string): Promise<Suppression> {
  const [found] = await selectSuppressions(tx, tx`where s.workspace_id = ${workspace.id} and s.id = ${suppressionId}`);
  if (!found) throw notFound('suppression');
  return found;
}

export const suppressionParams = z.strictObject({ suppressionId: z.uuid().describe("The suppression's id.") });
