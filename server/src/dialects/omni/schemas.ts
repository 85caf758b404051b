import { z } from 'zod';
import { fieldTypes, itemStatuses } from './words.ts';

const time = z.iso.datetime();
const object = z.record(z.string(), z.unknown());

/** The page's 21 keys; the later ones are there only where there is something to say. */
export const leadSchema = z
  .object({
    id: z.uuid(),
    activitySummary: z.string().nullable(),
    assigneeType: z.enum(['AI_AGENT', 'HUMAN_AGENT']),
    businessName: z.string().nullable(),
    createdAt: time,
    deletedAt: time.nullable(),
    didOptOut: z.boolean(),
    email: z.string().nullable(),
    emailVerifiedAt: time.nullable(),
    externalLeadId: z.string().nullable(),
    externalPortalLink: z.string().nullable(),
    firstName: z.string().nullable(),
    isTest: z.boolean(),
    lastName: z.string().nullable(),
    phoneNumber: z.string().nullable().describe('E.164'),
    phoneVerifiedAt: time.nullable(),
    source: z.string().nullable(),
    submittedAt: time.nullable(),
    updatedAt: time,
    website: z.string().nullable(),
    workspaceId: z.string(),
    middleName: z.string().optional(),
    optOutAt: time.optional(),
    tags: z.array(z.string()).optional(),
    timezone: z.string().optional(),
  })
  .meta({ id: 'OmniLead' });
export type OmniLead = z.infer<typeof leadSchema>;

export const leadStatuses = ['IN_PROGRESS', 'COMPLETED', 'REVIEW', 'OPTED_OUT', 'NOT_INTERESTED'] as const;
export type OmniStatus = (typeof leadStatuses)[number];

const documentLinkSchema = z
  .object({
    id: z.uuid(),
    leadChecklistItemId: z.uuid(),
    documentId: z.uuid(),
    overallValid: z.boolean().nullable(),
    validationResult: object.nullable(),
  })
  .meta({ id: 'OmniDocumentLink' });

export const documentSchema = z
  .object({
    id: z.uuid(),
    filename: z.string(),
    mimeType: z.string(),
    size: z.int().describe('Bytes.'),
    metadata: z.object({
      documentType: z.string().optional(),
      extractionStatus: z.literal('completed'),
      'Matched checklist items': z.array(z.object({ leadChecklistItemId: z.uuid(), label: z.string() })),
    }),
    signedUrl: z.string().describe('Opens the file without a key for an hour.'),
    createdAt: time,
    leadChecklistItemDocument: z.array(documentLinkSchema),
  })
  .meta({ id: 'OmniDocument' });
export type OmniDocument = z.infer<typeof documentSchema>;

const checklistItemSchema = z
  .object({
    id: z.uuid(),
    checklistItemId: z.uuid().nullable(),
    value: z.string().nullable(),
    status: z.enum(itemStatuses),
    itemOverride: z.unknown(),
    checklistItem: z.object({
      id: z.uuid(),
      code: z.string(),
      label: z.string(),
      fieldType: z.enum(fieldTypes),
      isRequired: z.boolean(),
      conditions: z.unknown(),
      config: object.optional(),
      clientInstructions: z.string().optional(),
      agentInstructions: z.string().optional(),
      validationRules: z.array(z.string()).optional(),
    }),
    documents: z.array(documentSchema).optional().describe('With every item that a document completes.'),
  })
  .meta({ id: 'OmniChecklistItem' });
export type OmniChecklistItem = z.infer<typeof checklistItemSchema>;

export const checklistGroupSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    conditions: z.unknown(),
    items: z.array(checklistItemSchema),
  })
  .meta({ id: 'OmniChecklistGroup' });
export type OmniChecklistGroup = z.infer<typeof checklistGroupSchema>;

const messageSchema = z
  .object({
    id: z.uuid(),
    body: z.string(),
    channel: z.string(),
    subject: z.string().nullable(),
    direction: z.enum(['INBOUND', 'OUTBOUND']),
    documents: z.array(documentSchema),
  })
  .meta({ id: 'OmniMessage' });

export const actionSchema = z
  .object({
    id: z.uuid(),
    type: z.enum(['API_ACTIVITY', 'MESSAGE', 'FOLLOW_UP_MESSAGE', 'TOOL_CALL', 'DOCUMENT_UPLOAD', 'SYSTEM_NOTE']),
    status: z.enum(['PENDING', 'AWAITING_APPROVAL', 'COMPLETED', 'FAILED', 'CANCELLED']),
    summary: z.string(),
    createdAt: time,
    completedAt: time.optional(),
    leadId: z.uuid().optional(),
    agentId: z.uuid().optional(),
    input: object.optional(),
    output: object.optional(),
    error: z.string().optional(),
    tool: z.object({ id: z.string(), name: z.string() }).optional(),
    messages: z.array(messageSchema).optional(),
    documents: z.array(documentSchema).optional(),
  })
  .meta({ id: 'OmniActionLog' });
export type OmniAction = z.infer<typeof actionSchema>;

const matchSchema = z
  .object({
    id: z.uuid(),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    email: z.string().nullable(),
    phoneNumber: z.string().nullable(),
    createdAt: time,
  })
  .meta({ id: 'OmniMatchingLead' });
export type OmniMatch = z.infer<typeof matchSchema>;

const overview = {
  lead: leadSchema,
  status: z.enum(leadStatuses),
  checklistItems: z.array(checklistGroupSchema),
  documents: z.array(documentSchema),
  actionLogs: z.array(actionSchema).max(100),
  matchingLeads: z.array(matchSchema),
  lastAction: actionSchema.nullable(),
  nextFollowUp: actionSchema.nullable(),
  nextDraft: actionSchema.nullable(),
};

export const overviewSchema = z.object(overview).meta({ id: 'OmniLeadResponse' });
export type OmniOverview = z.infer<typeof overviewSchema>;

export const writtenSchema = z.object({ success: z.literal(true), ...overview }).meta({ id: 'OmniLeadWritten' });

export const createdItemSchema = z
  .object({
    success: z.literal(true),
    checklistItem: z.object({
      id: z.uuid(),
      leadId: z.uuid(),
      code: z.string(),
      label: z.string(),
      fieldType: z.enum(fieldTypes),
      isRequired: z.boolean(),
      status: z.enum(itemStatuses),
      agentInstructions: z.string().nullable(),
      clientInstructions: z.string().nullable(),
      createdAt: time,
    }),
  })
  .meta({ id: 'OmniChecklistItemCreated' });

export const uploadedSchema = z
  .object({
    success: z.literal(true),
    documents: z.array(
      z.object({
        id: z.uuid(),
        filename: z.string(),
        size: z.int(),
        url: z.string(),
        mimeType: z.string(),
        uploadedAt: time,
        associatedChecklistItemId: z.uuid().nullable(),
      }),
    ),
    actionLogId: z.uuid(),
  })
  .meta({ id: 'OmniDocumentsUploaded' });
