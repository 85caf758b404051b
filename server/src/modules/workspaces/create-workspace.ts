import { type TxCtx, transaction } from '../../db/database.ts';
import type { Workspace } from '../../kernel/ctx.ts';
import { conflict } from '../../kernel/errors.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { errorCode } from '../../kernel/startup-error.ts';
import { insertAgent } from '../agents/index.ts';
import { recordAudit } from '../timeline/index.ts';
import { applyWorkflow, type WorkflowFile } from '../workflows/index.ts';
import { findWorkspace } from './find-workspace.ts';
import { type SystemContext, systemCtx } from './system-ctx.ts';
import { checkSettings } from './workspace-input.ts';

export interface NewWorkspace {
  readonly name: string;
  /** Its name in links. */
  readonly slug: string;
  /** IANA; UTC unless given. */
  readonly timeZone?: string | undefined;
  /** ISO 3166 alpha-2; US unless given. */
  readonly country?: string | undefined;
  /** BCP 47; en unless given. */
  readonly locale?: string | undefined;
  /** The first becomes the default; none unless given. */
  readonly workflows?: readonly WorkflowFile[] | undefined;
}

const UNIQUE_VIOLATION = '23505';

/**
 * Makes a workspace with its default agent and the workflows given, all or nothing. Raises `invalid_input`, also with
 * a workflow file's errors, and `conflict` (`workspace_exists`) where the slug is taken.
 */
export async function createWorkspace(app: SystemContext, input: NewWorkspace): Promise<Workspace> {
  const { workflows = [], timeZone = 'UTC', country = 'US', locale = 'en' } = input;
  const settings = checkSettings({ name: input.name, slug: input.slug, timeZone, country, locale });
  if (await findWorkspace(app, settings.slug)) throw slugTaken(settings.slug);
  const workspace: Workspace = { id: app.newId(app.clock.now()), ...settings };
  await transaction(systemCtx(app, workspace), async (ctx) => {
    await insertWorkspace(ctx);
    for (const file of workflows) await applyWorkflow(ctx, file);
    recordAudit(ctx, { verb: 'createWorkspace', objectType: 'workspace', objectId: workspace.id });
  });
  return workspace;
}

async function insertWorkspace(ctx: TxCtx): Promise<void> {
  const { id, slug, name, timeZone, country, locale } = ctx.workspace;
  const agentId = ctx.newId(ctx.at);
  const createdAt = timeOfId(id);
  await ctx.tx`
    insert into workspaces (id, slug, name, time_zone, country, locale, default_agent_id, created_at, updated_at)
    values (${id}, ${slug}, ${name}, ${timeZone}, ${country}, ${locale}, ${agentId}, ${createdAt}, ${createdAt})`.catch(
    (error: unknown) => {
      // Another process took it between our look and now.
      throw errorCode(error) === UNIQUE_VIOLATION ? slugTaken(slug) : error;
    },
  );
  await insertAgent(ctx, { id: agentId, name: 'Alex', role: 'the assistant' });
}

function slugTaken(slug: string): Error {
  return conflict('workspace_exists', `There is a workspace ${slug} already. Use it, or choose another slug.`, {
    slug,
  });
}
