import { z } from 'zod';

/** A lead as this API shows it. */
export const leadSchema = z
  .object({
    id: z.string(),
    email: z.string().nullable(),
    name: z.string().nullable(),
    phone: z.string().nullable(),
    agentId: z.string(),
    convoId: z.string().nullable().describe('The newest conversation.'),
    user_id: z.string().describe('The workspace.'),
    ts: z.int().describe('Milliseconds since 1970 of the last change.'),
    created_at: z.string(),
    metaData: z.record(z.string(), z.unknown()),
    hotScore: z.number().optional(),
    lastActivityDate: z.unknown(),
    crmActivities: z.array(z.unknown()).optional(),
  })
  .meta({ id: 'Lead' });
export type ConvocoreLead = z.infer<typeof leadSchema>;

const said = { success: z.boolean(), message: z.string() };

export const saidSchema = z.object(said);
export const leadAnswerSchema = z.object({ ...said, data: leadSchema });
export const leadsAnswerSchema = z.object({ ...said, data: z.array(leadSchema) });

export const leadsPageSchema = z.object({
  leads: z.array(leadSchema),
  total: z.int(),
  page: z.int(),
  limit: z.int(),
});
export const exportedSchema = z.object({ leads: z.array(leadSchema), total: z.int() });
export const deletedSchema = z.object({ success: z.boolean(), deletedCount: z.int() });
export const groupDeletedSchema = z.object({ ...said, deletedCount: z.int() });
export const successSchema = z.object({ success: z.boolean() });
export const importedSchema = z.object({ success: z.boolean(), count: z.int() });
export const addedSchema = z.object({ success: z.boolean(), leadsAdded: z.array(leadSchema) });
export const groupSchema = z.object({ name: z.string(), leadCount: z.int() }).meta({ id: 'LeadGroup' });
export const groupAnswerSchema = z.object({ ...said, data: groupSchema });
export const assignedSchema = z.object({ success: z.boolean(), leadCount: z.int() });
