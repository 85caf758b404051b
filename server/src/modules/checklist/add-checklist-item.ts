import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import { configProblems } from '../../engagement/checklist/item-config.ts';
import { checklistTypes } from '../../engagement/workflow/checklist-schema.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { conflict, invalidInput } from '../../kernel/errors.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { leadParams, lockLead, settleChecklist, touchLead } from '../leads/index.ts';
import { recordAction, recordAudit, recordEvent } from '../timeline/index.ts';
import { checkInput } from './check-input.ts';
import { type ChecklistItem, checklistItemSchema, selectItems } from './checklist.ts';
import { readItem } from './get-checklist.ts';

const MOST_OWN_ITEMS = 100;
const words = z.string().trim().min(1).max(1000);

export const newItemFields = {
  label: z.string().trim().min(1).max(120),
  fieldType: z.enum(checklistTypes).describe('FILE, ID, BANK_STATEMENT and TAX_RETURN are completed by documents.'),
  code: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_]{0,59}$/, 'Use letters, digits and _, starting with a letter, at most 60.')
    .optional()
    .describe('Made of the label where it is missing: UTILITY_BILL.'),
  isRequired: z.boolean().default(true),
  config: z
    .record(z.string().max(60), z.unknown())
    .refine((value) => JSON.stringify(value).length <= 8_192, 'At most 8,192 characters.')
    .optional()
    .describe(
      'Settings of the type: `options` of a SELECT, `min` and `max` of a NUMBER, `pattern` of a TEXT; `months` of a BANK_STATEMENT, `years` of a TAX_RETURN; `minFiles` and `accept` of documents.',
    ),
  clientInstructions: words.optional().describe('What the lead reads.'),
  agentInstructions: words.optional().describe('What the agent and your team read.'),
  validationRules: z.array(words).max(20).default([]).describe('What a person checks before accepting it.'),
};
export const newChecklistItemSchema = z.strictObject(newItemFields);
type ItemDefaults = 'isRequired' | 'validationRules';
type Given = z.infer<typeof newChecklistItemSchema>;
export type NewChecklistItem = Omit<Given, ItemDefaults> & Partial<Pick<Given, ItemDefaults>>;

/** Adds an item to one lead's checklist alone. Raises `not_found`, `invalid_input`, `conflict` code_used. */
export async function addChecklistItem(
  ctx: Ctx,
  { leadId, ...given }: NewChecklistItem & { leadId: string },
): Promise<ChecklistItem> {
  requireScope(ctx, 'leads:write');
  const input = checkInput(newChecklistItemSchema, given);
  assertConfig(input);
  return transaction(ctx, async (tctx) => {
    await lockLead(tctx, leadId);
    const code = await freeCode(tctx, leadId, input);
    const id = await insertItem(tctx, leadId, { ...input, code });
    await settleChecklist(tctx, leadId);
    await Promise.all([
      recordEvent(tctx, {
        type: 'checklist.item_changed',
        leadId,
        data: { leadChecklistItemId: id, code, status: 'todo', added: true },
      }),
      recordAction(tctx, { leadId, type: 'api_activity', summary: `Checklist item added: ${input.label}` }),
      recordAudit(tctx, { verb: 'addChecklistItem', objectType: 'lead', objectId: leadId, changed: [code] }),
      touchLead(tctx, leadId),
    ]);
    return readItem(tctx, leadId, id);
  });
}

/** Settings that cannot hold, such as a pattern that could run away, are refused here as in a workflow file. */
function assertConfig({ fieldType, config = {} }: Given): void {
  const problems = configProblems({ fieldType, config });
  if (problems.length === 0) return;
  const issues = problems.map(({ key, message }) => ({ path: ['config', key], message }));
  throw invalidInput('The item cannot be made.', issues);
}

/** The code given or made of the label. Codes differ by more than case, the workflow's included. */
async function freeCode(ctx: TxCtx, leadId: string, { label, code }: Given): Promise<string> {
  const items = await selectItems(ctx, leadId);
  const own = items.filter((item) => item.checklistItemId === null);
  if (own.length >= MOST_OWN_ITEMS) {
    throw conflict('too_many_items', `A lead has at most ${MOST_OWN_ITEMS} items of its own.`);
  }
  const wanted = code ?? codeOf(label) ?? `ITEM_${own.length + 1}`;
  if (!items.some((item) => item.code.toUpperCase() === wanted.toUpperCase())) return wanted;
  throw conflict('code_used', `This lead's checklist has an item with the code ${wanted} already.`, { code: wanted });
}

/** `Utility bill (2024)` is UTILITY_BILL_2024; undefined where no letter of the alphabet is left. */
function codeOf(label: string): string | undefined {
  const code = label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^[^A-Z]+/, '')
    .slice(0, 60)
    .replace(/_+$/, '');
  return code === '' ? undefined : code;
}

async function insertItem(ctx: TxCtx, leadId: string, item: Given & { code: string }): Promise<string> {
  const id = ctx.newId(ctx.at);
  const createdAt = timeOfId(id);
  const row = {
    workspaceId: ctx.workspace.id,
    id,
    leadId,
    code: item.code,
    label: item.label,
    fieldType: item.fieldType,
    isRequired: item.isRequired,
    config: item.config ? ctx.tx.json(asJson(item.config)) : null,
    clientInstructions: item.clientInstructions ?? null,
    agentInstructions: item.agentInstructions ?? null,
    validationRules: item.validationRules,
    createdAt,
    updatedAt: createdAt,
  };
  await ctx.tx`insert into lead_checklist_items ${ctx.tx(row)}`;
  return id;
}

export const addChecklistItemOperation = defineOperation({
  operationId: 'addChecklistItem',
  method: 'POST',
  path: '/v1/leads/{leadId}/checklist-items',
  tag: 'Checklist',
  summary: "Add an item to a lead's checklist",
  description: 'For this lead alone. The answer 409 with the reason `code_used` means that its code is taken.',
  auth: 'key',
  scope: 'leads:write',
  params: leadParams,
  body: newChecklistItemSchema,
  success: { status: 201, description: 'The item.', schema: checklistItemSchema },
  errors: ['not_found'],
  idempotent: true,
  handle: (ctx: Ctx, { params, body }) => addChecklistItem(ctx, { ...params, ...body }),
});
