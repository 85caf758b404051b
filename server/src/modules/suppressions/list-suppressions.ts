import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { type ListQuery, listQuery, type Page, pageSchema, pageStart, toPage } from '../../kernel/list-query.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { type Address, addressKinds, hashOf, readAddress } from './address.ts';
import {
  type Suppression,
  type SuppressionReason,
  selectSuppressions,
  suppressionReasons,
  suppressionSchema,
} from './suppression.ts';

export interface SuppressionQuery extends ListQuery {
  readonly kind?: Address['kind'] | undefined;
  readonly address?: string | undefined;
  readonly reason?: SuppressionReason | undefined;
  readonly isLifted?: boolean | undefined;
}

/** A page of suppressions, newest first. Raises `invalid_input` for an address or a cursor that is none. */
export async function listSuppressions(ctx: Ctx, query: SuppressionQuery): Promise<Page<Suppression>> {
  requireScope(ctx, 'leads:read');
  const start = pageStart(query);
  const { kind, reason, isLifted = false } = query;
  const hash = query.address === undefined ? undefined : hashOf(ctx, addressIn(ctx, query.address, kind));
  const rows = await transaction(ctx, ({ tx, workspace }) =>
    selectSuppressions(
      tx,
      tx`
        where s.workspace_id = ${workspace.id} and s.id < ${start} and (s.lifted_at is not null) = ${isLifted}
          ${kind === undefined ? tx`` : tx`and s.kind = ${kind}`}
          ${reason === undefined ? tx`` : tx`and s.reason = ${reason}`}
          ${hash === undefined ? tx`` : tx`and s.address_hash = ${hash}`}
        order by s.id desc limit ${query.limit + 1}`,
    ),
  );
  return toPage(rows, query.limit);
}

/** Without a kind, what has an @ is an e-mail address. */
function addressIn(
  ctx: Ctx,
  address: string,
  kind: Address['kind'] = address.includes('@') ? 'email' : 'phone',
): Address {
  if (address.trim() === '') throw invalidInput('Give an address, or leave it out.');
  return readAddress(ctx, kind, address);
}

export const listSuppressionsOperation = defineOperation({
  operationId: 'listSuppressions',
  method: 'GET',
  path: '/v1/suppressions',
  tag: 'Suppressions',
  summary: 'List suppressions',
  description: 'Addresses that must not be contacted, newest first; `isLifted=true` lists those that may be again.',
  auth: 'key',
  scope: 'leads:read',
  query: z.strictObject({
    ...listQuery,
    kind: z.enum(addressKinds).optional(),
    address: z.string().max(254).optional().describe('Only that of this address, in any spelling.'),
    reason: z.enum(suppressionReasons).optional(),
    isLifted: z.stringbool({ truthy: ['true'], falsy: ['false'] }).optional(),
  }),
  success: { status: 200, description: 'A page of suppressions.', schema: pageSchema(suppressionSchema) },
  handle: (ctx: Ctx, { query }) => listSuppressions(ctx, query),
});
