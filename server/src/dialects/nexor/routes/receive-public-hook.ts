import type { PublicCtx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { hookBody, hookParams, receiveHook } from '../receive-hook.ts';
import { hookResponse } from '../schemas.ts';

export const receivePublicHookOperation = defineOperation({
  operationId: 'receivePublicHook',
  method: 'POST',
  path: '/api/public/hooks/{token}',
  tag: 'Hooks',
  summary: 'Send a lead to an inbound hook',
  description:
    'Without a key: the address is the secret. Takes JSON, or what an HTML form sends. The hook says which value is which field.',
  auth: 'hook',
  params: hookParams,
  body: hookBody,
  takesForms: true,
  success: { status: 200, description: 'It is taken.', schema: hookResponse },
  errors: ['not_found'],
  handle: (ctx: PublicCtx, { params, body }) => receiveHook(ctx, params.token, body),
});
