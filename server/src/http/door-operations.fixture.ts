import { z } from 'zod';
import type { Ctx, PublicCtx, VisitorCtx } from '../db/database.ts';
import { requireScope } from '../kernel/ctx.ts';
import { defineOperation } from '../kernel/operation.ts';

// One operation for each way of being let in, for the tests of the door.

const answer = z.object({ workspace: z.string(), actor: z.string(), isTest: z.boolean() });
const common = { tag: 'Test', summary: 'Who is it' } as const;
const whoAmI = defineOperation({
  ...common,
  operationId: 'whoAmI',
  method: 'GET',
  path: '/v1/me',
  auth: 'key',
  success: { status: 200, description: 'Me.', schema: answer },
  handle: async (ctx: Ctx) => {
    requireScope(ctx, 'leads:read');
    return { workspace: ctx.workspace.slug, actor: `${ctx.actor.kind} ${ctx.actor.id}`, isTest: ctx.isTest };
  },
});
const params = z.object({ conversationId: z.uuid() });
const readChat = defineOperation({
  ...common,
  operationId: 'readChat',
  method: 'GET',
  path: '/v1/chat/{conversationId}',
  auth: 'visitor',
  params,
  success: { status: 200, description: 'It.', schema: z.object({ conversationId: z.string(), workspace: z.string() }) },
  handle: async (ctx: VisitorCtx) => ({ conversationId: ctx.conversationId, workspace: ctx.workspace.slug }),
});
const writeChat = defineOperation({
  ...common,
  operationId: 'writeChat',
  method: 'POST',
  path: '/v1/chat/{conversationId}',
  auth: 'visitor',
  params,
  success: { status: 204, description: 'Taken.' },
  handle: async () => undefined,
});
const startChat = defineOperation({
  ...common,
  operationId: 'startChat',
  method: 'POST',
  path: '/v1/chat',
  auth: 'none',
  success: { status: 201, description: 'Begun.', schema: z.object({ address: z.string() }) },
  handle: async (ctx: PublicCtx) => ({ address: ctx.address }),
});
const takeHook = defineOperation({
  ...common,
  operationId: 'takeHook',
  method: 'POST',
  path: '/hooks/{token}',
  auth: 'hook',
  params: z.object({ token: z.string() }),
  success: { status: 204, description: 'Taken.' },
  handle: async (_ctx: PublicCtx) => undefined,
});
export const doorOperations = [whoAmI, readChat, writeChat, startChat, takeHook];
