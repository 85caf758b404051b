import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time as HH:MM, from 00:00 to 23:59.');
export const quietHoursSchema = z
  .strictObject({ from: clockTime, to: clockTime.describe('Earlier than `from`: over midnight.') })
  .refine(({ from, to }) => from !== to, 'Give two different times, or null for no quiet hours.');

export const workspaceSchema = z
  .object({
    id: z.uuid(),
    slug: z.string(),
    name: z.string(),
    timeZone: z.string().describe('IANA name.'),
    country: z.string().describe('ISO 3166 alpha-2.'),
    locale: z.string().describe('BCP 47.'),
    isStopped: z.boolean().describe('While it is, no agent of the workspace says anything; leads are taken.'),
    stoppedAt: z.iso.datetime().nullable(),
    quietHours: quietHoursSchema
      .nullable()
      .describe('In the lead’s own time: nothing that it did not just ask for leaves then. null for none.'),
    requiresConsent: z.boolean().describe('Only leads that agreed to be contacted are written to unasked.'),
    eventsKeptDays: z.int().describe('How long events can be read.'),
  })
  .meta({ id: 'Workspace' });
export type WorkspaceView = z.infer<typeof workspaceSchema>;

/** The caller's own workspace. */
export async function getWorkspace(ctx: Ctx): Promise<WorkspaceView> {
  requireScope(ctx, 'workflows:read');
  return transaction(ctx, readWorkspace);
}

/** For verbs that answer with the workspace they changed. */
export async function readWorkspace({ tx, workspace }: TxCtx): Promise<WorkspaceView> {
  const [row] = await tx<(Omit<WorkspaceView, 'stoppedAt'> & { stoppedAt: Date | null })[]>`
    select id, slug, name, time_zone, country, locale, is_stopped, stopped_at,
      quiet_hours, requires_consent, events_kept_days
    from workspaces where id = ${workspace.id}`;
  if (!row) throw new Error(`workspace ${workspace.id} has gone`);
  return { ...row, stoppedAt: row.stoppedAt?.toISOString() ?? null };
}

export const getWorkspaceOperation = defineOperation({
  operationId: 'getWorkspace',
  method: 'GET',
  path: '/v1/workspace',
  tag: 'Workspace',
  summary: 'Get the workspace',
  description: 'The workspace that the key belongs to, and whether it is stopped.',
  auth: 'key',
  scope: 'workflows:read',
  success: { status: 200, description: 'The workspace.', schema: workspaceSchema },
  handle: (ctx: Ctx) => getWorkspace(ctx),
});
