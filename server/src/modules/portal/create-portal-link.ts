import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { sealedAnswer } from '../../db/sealed-answer.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { leadParams, lockLead, touchLead } from '../leads/index.ts';
import { recordAudit } from '../timeline/index.ts';
import { LINK_LASTS_DAYS, makePortalLink } from './portal-link.ts';

const body = z.strictObject({
  lastsDays: z.int().min(1).max(90).default(LINK_LASTS_DAYS).describe('Days until it opens nothing any more.'),
});

const portalLinkSchema = z
  .object({
    url: z
      .string()
      .describe(
        'Shown now and never again, but to the same request with the same `Idempotency-Key` within 24 hours. Send it to the lead, and to nobody else.',
      ),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'PortalLink' });

/** A link to the lead's own page, which ends by itself or with the lead. Raises `not_found`. */
export async function createPortalLink(
  ctx: Ctx,
  { leadId, lastsDays = LINK_LASTS_DAYS }: { leadId: string; lastsDays?: number },
): Promise<z.infer<typeof portalLinkSchema>> {
  requireScope(ctx, 'leads:write');
  return transaction(ctx, async (tctx) => {
    await lockLead(tctx, leadId);
    const { url, expiresAt } = await makePortalLink(tctx, { leadId, lastsDays });
    recordAudit(tctx, { verb: 'createPortalLink', objectType: 'lead', objectId: leadId });
    await touchLead(tctx, leadId);
    return { url, expiresAt: expiresAt.toISOString() };
  });
}

export const createPortalLinkOperation = defineOperation({
  operationId: 'createPortalLink',
  method: 'POST',
  path: '/v1/leads/{leadId}/portal-link',
  tag: 'Leads',
  summary: "Make a link to a lead's own page",
  description:
    'There the lead sees what is still wanted, answers, and sends files. The link ends with its time or with the lead, not with an opt-out; several may be open.',
  auth: 'key',
  scope: 'leads:write',
  params: leadParams,
  body: body.prefault({}),
  success: { status: 201, description: 'The link.', schema: portalLinkSchema },
  errors: ['not_found'],
  idempotent: true,
  memory: sealedAnswer('createPortalLink', portalLinkSchema),
  handle: (ctx: Ctx, { params, body: given }) => createPortalLink(ctx, { ...params, ...given }),
});
