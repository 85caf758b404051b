import { z } from 'zod';
import { type Ctx, type PublicCtx, transaction } from '../../db/database.ts';
import type { Workspace } from '../../kernel/ctx.ts';
import { invalidInput, notFound } from '../../kernel/errors.ts';
import { hashKey } from '../../kernel/key-format.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { createLead, upsertLead } from '../leads/index.ts';
import { readIntake } from './field-mapping.ts';
import { type IntakeHook, readIntakeHook } from './intake-hook.ts';
import { toNewLead } from './to-new-lead.ts';

/** No id and no word of a lead that was there: whoever sends this must not learn who is known. */
const receivedSchema = z.object({ received: z.literal(true) }).meta({ id: 'ReceivedIntake' });
type Received = z.infer<typeof receivedSchema>;

/**
 * Takes a lead at a hook's address. What cannot be read as what its field wants is kept as metadata: who fills in a
 * form will not send it again. The answer is the same whether a lead is made or is known. Raises `not_found` for a token
 * that opens no active hook, `invalid_input` where there is nothing in it.
 */
export async function receiveIntake(
  publicCtx: PublicCtx,
  { token, payload }: { token: string; payload: Readonly<Record<string, unknown>> },
): Promise<Received> {
  const { ctx, hook } = await openHook(publicCtx, token);
  const lead = toNewLead(readIntake(payload, hook.fieldMapping), hook, ctx.workspace);
  if (!lead) throw invalidInput('There is nothing in this. Send an object with at least one value.');
  const options = { channel: 'form', summary: `Came in by the intake hook ${hook.name}` };
  if (hook.deduplicates) await upsertLead(ctx, lead, { ...options, onSplit: 'keep', onKnown: 'fill' });
  else await createLead(ctx, lead, options);
  return { received: true };
}

/** The hook and who acts for it: the system itself, which may write leads of the hook's kind and no more. */
async function openHook(publicCtx: PublicCtx, token: string): Promise<{ ctx: Ctx; hook: IntakeHook }> {
  const { db, clock } = publicCtx;
  const [found] = await db.sql<(Omit<Workspace, 'id'> & { workspaceId: string; hookId: string })[]>`
    select workspace_id, workspace_slug as slug, workspace_name as name, time_zone, country, locale, subject_id as hook_id
    from find_tokens(array[${hashKey(token).toString('hex')}], array['intake_hook'], ${clock.now()})`;
  if (!found) throw notFound('intake hook');
  const { workspaceId, hookId, ...rest } = found;
  const workspace = { id: workspaceId, ...rest };
  const ctx: Ctx = {
    ...publicCtx,
    workspace,
    actor: { kind: 'system', id: null },
    scopes: new Set(['leads:write']),
    isTest: false,
  };
  const hook = await transaction(ctx, (tctx) => readIntakeHook(tctx, hookId));
  if (!hook.isActive) throw notFound('intake hook');
  return { ctx: { ...ctx, isTest: hook.isTest }, hook };
}

export const receiveIntakeOperation = defineOperation({
  operationId: 'receiveIntake',
  method: 'POST',
  path: '/hooks/intake/{token}',
  tag: 'Intake hooks',
  summary: 'Send a lead to an intake hook',
  description:
    "For form builders and systems that cannot send a key: the address is the secret. Takes JSON, or what an HTML form sends (`application/x-www-form-urlencoded`). The hook's mapping says which value is which field; every other value is kept in the lead's metadata, and so is a contact point that cannot be read. The answer does not say which lead it went to, nor whether that was there before.",
  auth: 'hook',
  params: z.strictObject({ token: z.string().min(1).max(200).describe("The last part of the hook's address.") }),
  body: z.record(z.string(), z.unknown()),
  takesForms: true,
  success: { status: 200, description: 'It is taken.', schema: receivedSchema },
  errors: ['not_found'],
  handle: (ctx: PublicCtx, { params, body }) => receiveIntake(ctx, { ...params, payload: body }),
});
