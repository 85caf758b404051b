import type { FastifyInstance, onRequestAsyncHookHandler } from 'fastify';
import { type Ctx, transaction } from '../../../db/database.ts';
import { FoyerError } from '../../../kernel/errors.ts';
import { findWorkflow } from '../../workflows/index.ts';
import { findWorkspace, type SystemContext, systemCtx } from '../../workspaces/index.ts';
import { chatAssetCacheControl, chatAssets } from './chat-assets.ts';
import type { ChatPageConfig } from './chat-page-config.ts';
import { chatPageHeaders, renderChatPage, renderMissingPage } from './render-page.ts';

/** `/chat/{workspaceSlug}`, let in by `admit`, with `?workflow=` for one that is not the default, and the files the page loads. */
export function mountChatPage(app: FastifyInstance, context: SystemContext, admit: onRequestAsyncHookHandler): void {
  for (const { path, contentType, body } of chatAssets) {
    const headers = { 'content-type': contentType, 'cache-control': chatAssetCacheControl };
    app.get(path, async (_request, reply) => reply.headers(headers).send(body));
  }
  type Route = { Params: { slug: string }; Querystring: { workflow?: unknown } };
  app.get<Route>('/chat/:slug', { onRequest: admit }, async (request, reply) => {
    const { workflow } = request.query;
    const config = await chatPageConfig(context, request.params.slug, typeof workflow === 'string' ? workflow : null);
    if (config === null) return reply.code(404).headers(chatPageHeaders).send(renderMissingPage());
    return reply.headers(chatPageHeaders).send(renderChatPage(config));
  });
}

const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/i;

async function chatPageConfig(
  context: SystemContext,
  slug: string,
  workflow: string | null,
): Promise<ChatPageConfig | null> {
  if (!SLUG.test(slug) || (workflow !== null && !SLUG.test(workflow))) return null;
  const workspace = await findWorkspace(context, slug);
  if (!workspace) return null;
  const ctx = systemCtx(context, workspace);
  try {
    return await readConfig(ctx, workflow);
  } catch (error) {
    if (error instanceof FoyerError && error.code === 'not_found') return null;
    throw error;
  }
}

async function readConfig(ctx: Ctx, workflow: string | null): Promise<ChatPageConfig> {
  return transaction(ctx, async (tctx) => {
    const { tx, workspace } = tctx;
    const workflows = await tx<{ key: string; name: string }[]>`
      select key, name from workflows where workspace_id = ${workspace.id} order by id`;
    const chosen = await findWorkflow(tctx, workflow ?? undefined);
    const [agent] = await tx<{ name: string; role: string }[]>`
      select a.name, a.role from workspaces w
      join agents a on a.workspace_id = w.id and a.id = coalesce(${chosen?.agentId ?? null}, w.default_agent_id)
      where w.id = ${workspace.id}`;
    if (!agent) throw new Error(`workspace ${workspace.id} has no agent`);
    return {
      workspace: { slug: workspace.slug, name: workspace.name },
      agent: { name: agent.name, role: agent.role },
      workflow: chosen?.key ?? null,
      workflows,
    };
  });
}
