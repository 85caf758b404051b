import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Ctx } from '../../db/database.ts';
import type { Workspace } from '../../kernel/ctx.ts';
import { FoyerError } from '../../kernel/errors.ts';
import { createKey, isUsableSecret } from '../keys/index.ts';
import { applyWorkflow, findMissingWorkflows, type WorkflowFile } from '../workflows/index.ts';
import { createWorkspace } from './create-workspace.ts';
import { keepSecret, readSecret } from './demo-secret.ts';
import { findWorkspace } from './find-workspace.ts';
import { listWorkspaces } from './list-workspaces.ts';
import { type SystemContext, systemCtx } from './system-ctx.ts';

export interface DemoContext extends SystemContext {
  readonly config: { readonly dataDir: string; readonly databaseUrl: string | undefined };
}

export interface Demo {
  readonly slug: string;
  /** A native key with all scopes on the demo workspace. */
  readonly secret: string;
}

const SLUG = 'demo';
/** The first is the default. */
const WORKFLOWS = ['salon-appointment', 'property-viewing', 'business-loan-documents'];

/**
 * The demo workspace with the shipped workflows, and a key to it that works: the one kept in the data folder, or a
 * new one where that was revoked or lost. Workflows that were changed stay as they are. Undefined where the operator
 * has a database of his own with workspaces but no demo: his people's server does not grow a public chat unasked.
 */
export async function ensureDemo(app: DemoContext): Promise<Demo | undefined> {
  const workspace = (await findWorkspace(app, SLUG)) ?? (await makeDemo(app));
  if (!workspace) return undefined;
  const ctx = systemCtx(app, workspace);
  await addMissingWorkflows(ctx);
  return { slug: SLUG, secret: await ensureSecret(ctx, app.config.dataDir) };
}

async function makeDemo(app: DemoContext): Promise<Workspace | undefined> {
  if (app.config.databaseUrl !== undefined && (await listWorkspaces(app)).length > 0) return undefined;
  try {
    const workflows = await Promise.all(WORKFLOWS.map(readShipped));
    return await createWorkspace(app, { name: 'Demo', slug: SLUG, workflows });
  } catch (error) {
    // Two processes may start on one database at once.
    if (error instanceof FoyerError && error.reason === 'workspace_exists') return findWorkspace(app, SLUG);
    throw error;
  }
}

/** A newer Foyer may ship more of them; and somebody may have made a workspace of this name by hand. */
async function addMissingWorkflows(ctx: Ctx): Promise<void> {
  for (const key of await findMissingWorkflows(ctx, WORKFLOWS)) await applyWorkflow(ctx, await readShipped(key));
}

async function ensureSecret(ctx: Ctx, dataDir: string): Promise<string> {
  const kept = await readSecret(dataDir);
  if (kept !== undefined && (await isUsableSecret(ctx, kept))) return kept;
  const { secret } = await createKey(ctx, { name: 'Demo key of npm start', dialect: 'native' });
  await keepSecret(dataDir, secret);
  return secret;
}

async function readShipped(key: string): Promise<WorkflowFile> {
  const fileName = `${key}.yaml`;
  const path = fileURLToPath(new URL(`../../../../workflows/${fileName}`, import.meta.url));
  return { fileName, text: await readFile(path, 'utf8') };
}
