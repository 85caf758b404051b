import { z } from 'zod';
import type { TxCtx } from '../../db/database.ts';
import { isAskedFor, isWanted } from '../../engagement/checklist/wanted.ts';
import { checklistTypes } from '../../engagement/workflow/checklist-schema.ts';
import type { Values } from '../../engagement/workflow/condition.ts';
import { type ItemRow, selectItems, selectValues } from '../checklist/index.ts';
import { type PortalInput, portalInputSchema, toInput } from './portal-input.ts';
import { type SentFile, selectSentFiles } from './sent-files.ts';

export const portalItemSchema = z
  .object({
    id: z.uuid(),
    label: z.string(),
    instructions: z.string().nullable(),
    fieldType: z.enum(checklistTypes),
    isRequired: z.boolean(),
    state: z.enum(['open', 'invalid', 'in_review', 'done', 'not_needed']),
    problem: z.string().nullable().describe('What is wrong, in words that can be acted on.'),
    value: z.string().nullable().describe('What was given on this page; what is known from elsewhere is not shown.'),
    canAnswer: z.boolean(),
    input: portalInputSchema,
    files: z
      .array(z.object({ name: z.string(), sizeBytes: z.int(), sentAt: z.iso.datetime() }))
      .describe('What was sent by this page, the first first.'),
  })
  .meta({ id: 'PortalItem' });
export type PortalItem = z.infer<typeof portalItemSchema>;

export const portalSchema = z
  .object({
    workspace: z.object({ name: z.string() }),
    isComplete: z.boolean().describe('Nothing more is wanted.'),
    groups: z.array(z.object({ name: z.string(), items: z.array(portalItemSchema) })),
  })
  .meta({ id: 'Portal' });
export type Portal = z.infer<typeof portalSchema>;

/**
 * A lead's page: what is asked for as things stand, `also` an item that was until now, and nothing that only the team
 * should know.
 */
export async function readPortal(ctx: TxCtx, leadId: string, also?: string): Promise<Portal> {
  const [rows, values, files] = await Promise.all([
    selectItems(ctx, leadId),
    selectValues(ctx, leadId),
    selectSentFiles(ctx, leadId),
  ]);
  const groups = new Map<string, Portal['groups'][number]>();
  for (const row of rows.filter((one) => one.id === also || isAskedFor(one, values))) {
    const key = row.groupId ?? '';
    const group = groups.get(key) ?? { name: row.groupName ?? 'Also needed', items: [] };
    groups.set(key, group);
    group.items.push(toPortalItem(row, { values, files, input: await toInput(ctx, row) }));
  }
  const shown = [...groups.values()];
  const isOpen = ({ state, isRequired }: PortalItem) => isRequired && (state === 'open' || state === 'invalid');
  const isComplete = !shown.some(({ items }) => items.some(isOpen));
  return { workspace: { name: ctx.workspace.name }, isComplete, groups: shown };
}

interface Around {
  readonly values: Values;
  readonly files: ReadonlyMap<string, readonly SentFile[]>;
  readonly input: PortalInput;
}

function toPortalItem(row: ItemRow, { values, files, input }: Around): PortalItem {
  const state = states[row.status];
  const isOwn = row.valueSource === 'portal';
  return {
    id: row.id,
    label: row.label,
    instructions: row.clientInstructions,
    fieldType: row.fieldType,
    isRequired: isWanted(row, values),
    state,
    problem: row.problem,
    value: isOwn ? row.value : null,
    canAnswer: canAnswer(row),
    input,
    files: [...(files.get(row.id) ?? [])],
  };
}

/** What others have settled the lead does not change here; what it gave itself it may correct. */
export function canAnswer({ status, valueSource }: Pick<ItemRow, 'status' | 'valueSource'>): boolean {
  return status === 'skipped' ? false : status !== 'completed' || valueSource === 'portal';
}

const states = {
  todo: 'open',
  invalid: 'invalid',
  needs_review: 'in_review',
  completed: 'done',
  skipped: 'not_needed',
} as const;
