import type { PortalCtx } from '../../db/database.ts';
import { transaction } from '../../db/database.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { type Portal, portalSchema, readPortal } from './portal.ts';
import { findPortalLead } from './portal-lead.ts';

/** What a lead's own page shows. Raises `not_found` where the lead is gone. */
export async function getPortal(ctx: PortalCtx): Promise<Portal> {
  return transaction(ctx, async (tctx) => {
    const { leadId } = await findPortalLead({ ...ctx, ...tctx });
    return readPortal(tctx, leadId);
  });
}

export const getPortalOperation = defineOperation({
  operationId: 'getPortal',
  method: 'GET',
  path: '/v1/portal',
  tag: "A lead's own page",
  summary: 'Get what is still wanted of the lead',
  description: 'With the token of the link: what the page at `/portal/{token}` shows.',
  auth: 'portal',
  success: { status: 200, description: 'What is wanted, and what is done.', schema: portalSchema },
  errors: ['not_found'],
  handle: (ctx: PortalCtx) => getPortal(ctx),
});
