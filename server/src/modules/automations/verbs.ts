import { z } from 'zod';
import type { TxCtx } from '../../db/database.ts';
import { leadFields, lockLead, requestPerson, updateLead } from '../leads/index.ts';
import { takeOverLead } from '../people/index.ts';
import { enrolLead, moveLeadStatus } from '../runs/index.ts';
import { tagLeads } from '../tags/index.ts';

const tag = z.strictObject({ tag: z.string().trim().min(1).max(100) });
const workflow = z.string().min(1).max(60).describe("A workflow's key or id.");
const reason = z.string().trim().min(1).max(500).optional().describe('Stands on the timeline.');
const memberId = z.uuid();

/** What may be done for a lead: the input of each verb, without the lead. Its texts are templates. */
const inputs = {
  addTag: tag,
  removeTag: tag,
  moveLeadStatus: z.strictObject({
    status: z.string().min(1).max(60).describe("The key of a status of the run's workflow."),
    workflow: workflow.optional(),
    reason,
  }),
  enrolLead: z.strictObject({ workflow, reason }),
  assignMember: z.strictObject({ memberId: memberId.nullable().describe('Null: nobody.') }),
  setLeadVariable: z.strictObject({
    key: z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,59}$/, 'Use letters, digits, _, . and -, at most 60.'),
    value: z.unknown().refine((value) => value !== undefined && value !== null, 'Give a value.'),
  }),
  updateLead: z
    .strictObject(leadFields)
    .partial()
    .refine((fields) => Object.keys(fields).length > 0, 'Give at least one field to change.'),
  requestPerson: z.strictObject({ reason, summary: z.string().trim().min(1).max(2000).optional() }),
  takeOverLead: z.strictObject({ memberId: memberId.optional(), reason }),
};
type Inputs = { readonly [Verb in keyof typeof inputs]: z.infer<(typeof inputs)[Verb]> };

export const verbActionSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('addTag'), with: inputs.addTag }),
  z.strictObject({ do: z.literal('removeTag'), with: inputs.removeTag }),
  z.strictObject({ do: z.literal('moveLeadStatus'), with: inputs.moveLeadStatus }),
  z.strictObject({ do: z.literal('enrolLead'), with: inputs.enrolLead }),
  z.strictObject({ do: z.literal('assignMember'), with: inputs.assignMember }),
  z.strictObject({ do: z.literal('setLeadVariable'), with: inputs.setLeadVariable }),
  z.strictObject({ do: z.literal('updateLead'), with: inputs.updateLead }),
  z.strictObject({ do: z.literal('requestPerson'), with: inputs.requestPerson.default({}) }),
  z.strictObject({ do: z.literal('takeOverLead'), with: inputs.takeOverLead.default({}) }),
]);
export type VerbAction = z.infer<typeof verbActionSchema>;

/**
 * Does it for a lead, in the caller's transaction, as any caller of the API would; `by` stands on the timeline where the
 * action gives no reason. Returns what it did, in a few words. Raises what the verb raises.
 */
export function doVerb(ctx: TxCtx, leadId: string, action: VerbAction, by: string): Promise<string> {
  switch (action.do) {
    case 'addTag':
      return addTag(ctx, leadId, action.with);
    case 'removeTag':
      return removeTag(ctx, leadId, action.with);
    case 'moveLeadStatus':
      return moveStatus(ctx, leadId, { reason: by, ...action.with });
    case 'enrolLead':
      return enrol(ctx, leadId, { reason: by, ...action.with });
    case 'assignMember':
      return assign(ctx, leadId, action.with);
    case 'setLeadVariable':
      return setVariable(ctx, leadId, action.with);
    case 'updateLead':
      return update(ctx, leadId, action.with);
    case 'requestPerson':
      return request(ctx, leadId, { reason: by, ...action.with });
    default:
      return takeOver(ctx, leadId, { reason: by, ...action.with });
  }
}

async function addTag(ctx: TxCtx, leadId: string, input: Inputs['addTag']): Promise<string> {
  const { name } = await tagLeads(ctx, { tag: input.tag, leadIds: [leadId] });
  return `tagged ${name}`;
}

async function removeTag(ctx: TxCtx, leadId: string, input: Inputs['removeTag']): Promise<string> {
  const { tags } = await lockLead(ctx, leadId);
  const kept = tags.filter((name) => name.toLowerCase() !== input.tag.toLowerCase());
  if (kept.length === tags.length) return `was not tagged ${input.tag}`;
  await updateLead(ctx, { leadId, change: { tags: kept } });
  return `removed the tag ${input.tag}`;
}

async function moveStatus(ctx: TxCtx, leadId: string, input: Inputs['moveLeadStatus']): Promise<string> {
  const { changed, run } = await moveLeadStatus(ctx, { leadId, ...input });
  const where = `"${run.status.label}" of ${run.workflowName}`;
  return changed ? `moved to ${where}` : `was in ${where} already`;
}

async function enrol(ctx: TxCtx, leadId: string, input: Inputs['enrolLead']): Promise<string> {
  const { movement, run } = await enrolLead(ctx, { leadId, ...input });
  return movement === 'none' ? `was in ${run.workflowName} already` : `taken into ${run.workflowName}`;
}

async function assign(ctx: TxCtx, leadId: string, input: Inputs['assignMember']): Promise<string> {
  const { assignedMember } = await updateLead(ctx, { leadId, change: { assignedMemberId: input.memberId } });
  return assignedMember === null ? 'assigned to nobody' : `assigned to ${assignedMember.name}`;
}

async function setVariable(ctx: TxCtx, leadId: string, input: Inputs['setLeadVariable']): Promise<string> {
  const { variables } = await updateLead(ctx, { leadId, change: { variables: { [input.key]: input.value } } });
  return `set ${input.key}: ${variables[input.key]?.valueText ?? ''}`;
}

async function update(ctx: TxCtx, leadId: string, input: Inputs['updateLead']): Promise<string> {
  await updateLead(ctx, { leadId, change: input });
  return `changed ${Object.keys(input).join(', ')}`;
}

async function request(ctx: TxCtx, leadId: string, input: Inputs['requestPerson']): Promise<string> {
  await requestPerson(ctx, { leadId, ...input });
  return 'asked for a person';
}

async function takeOver(ctx: TxCtx, leadId: string, input: Inputs['takeOverLead']): Promise<string> {
  await takeOverLead(ctx, { leadId, ...input });
  return 'given to a person';
}
