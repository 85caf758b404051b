import { z } from 'zod';
import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { requireAgent } from '../../../modules/agents/index.ts';
import { listTags } from '../../../modules/tags/index.ts';
import { agentParams } from '../request-schemas.ts';
import { groupSchema } from '../schemas.ts';

/** The vendor's list has no pages. */
const MAX_GROUPS = 10_000;

export const listLeadGroupsOperation = defineOperation({
  operationId: 'listLeadGroups',
  method: 'GET',
  path: '/v3/agents/{agentId}/groups',
  tag: 'Groups',
  summary: 'List groups',
  description: `By name, each with how many of the agent's leads are in it; at most ${MAX_GROUPS}.`,
  auth: 'key',
  scope: 'leads:read',
  params: agentParams,
  success: { status: 200, description: 'The groups.', schema: z.array(groupSchema) },
  errors: ['not_found'],
  handle: async (ctx: Ctx, { params }) => {
    const agentId = await requireAgent(ctx, params);
    return (await listTags(ctx, { agentId, limit: MAX_GROUPS })).data;
  },
});
