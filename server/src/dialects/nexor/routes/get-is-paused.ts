import { z } from 'zod';
import type { Ctx } from '../../../http/face.ts';
import { existingId, isUuid } from '../../../kernel/ids.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { findActiveRuns } from '../../../modules/runs/index.ts';
import { isPausedResponse } from '../automation-schemas.ts';
import { leadParams } from '../request-schemas.ts';

export const getIsPausedOperation = defineOperation({
  operationId: 'getIsPaused',
  method: 'GET',
  path: '/api/public/leads/{id}/is_paused',
  tag: 'Automation',
  summary: 'Whether the automation of a lead is stopped',
  description: 'True where any active run, or that in `workflow_id`, is stopped or was taken over by a person.',
  auth: 'key',
  scope: 'leads:read',
  params: leadParams,
  query: z.looseObject({ workflow_id: z.string().max(60).optional() }),
  success: { status: 200, description: 'Whether it is.', schema: isPausedResponse },
  errors: ['not_found'],
  handle: async (ctx: Ctx, { params, query }) => {
    const runs = await findActiveRuns(ctx, { leadId: existingId(params.id, 'lead') });
    const wanted = query.workflow_id ? runs.filter(({ workflowId }) => workflowId === idOf(query.workflow_id)) : runs;
    const paused = wanted.some(({ humanTakeover, runStatus }) => humanTakeover || runStatus === 'paused');
    return { success: true as const, paused };
  },
});

function idOf(text = ''): string | undefined {
  return isUuid(text) ? text.toLowerCase() : undefined;
}
