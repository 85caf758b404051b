import { z } from 'zod';
import { leadFields } from '../../modules/leads/index.ts';
import { metadataOfChange, metadataOfNew } from './metadata.ts';

const uuid = z.uuid();

/** An empty text says as little as null: a form sends it for what nobody filled in. */
const text = (max: number) => z.string().trim().max(max).nullable();
const reference = z
  .string()
  .trim()
  .refine((id) => id === '' || uuid.safeParse(id).success, 'Give a UUID, as a list shows it.')
  .nullable();

const channel = z.enum(['call', 'whatsapp', 'email', 'sms']);
const firstName = z.string().trim().min(1).max(100);

const core = {
  last_name: text(100).optional(),
  email: text(254).optional(),
  phone: text(40).optional().describe("In any national form, the workspace's country first."),
  company: text(200).optional(),
  title: text(200).optional(),
  source: text(120).optional(),
  external_id: text(200).optional(),
  metadata: leadFields.metadata.nullable().optional(),
  tags: leadFields.tags.nullable().optional(),
  campaign_id: reference.optional(),
};

const MOST_LEADS = 1_000;

/** One lead. Keys that are none of these go into `metadata`; those of an explicit `metadata` win. */
export const newLeadBody = z
  .looseObject({
    first_name: firstName,
    ...core,
    workflow_id: reference.optional().describe("The workspace's default workflow where it is missing."),
    skip_first_message: z.boolean().nullable().optional(),
    force_first_channel: channel.nullable().optional(),
    force_first_message: z
      .looseObject({ channel, content: z.string().min(1).max(5_000) })
      .nullable()
      .optional(),
  })
  .superRefine((body, { addIssue }) => {
    checkMetadata(metadataOfNew(body), addIssue);
    if (body.force_first_message && !body.workflow_id) {
      addIssue({ code: 'custom', path: ['workflow_id'], message: 'force_first_message needs it.' });
    }
  });
export type NewLeadBody = z.infer<typeof newLeadBody>;

/** The entries of a list are checked one by one: a wrong one costs the others nothing. */
export const createLeadBody = z.union([
  newLeadBody,
  z.array(z.unknown()).min(1).max(MOST_LEADS).describe('Leads, each as one alone is written.'),
]);

const changedFirstName = z
  .string()
  .trim()
  .max(100)
  .nullable()
  .transform((name) => name || undefined)
  .optional()
  .describe('Null and an empty text say nothing.');

const leadChange = z.looseObject({ first_name: changedFirstName, ...core }).superRefine((body, { addIssue }) => {
  const metadata = metadataOfChange(body);
  checkMetadata(metadata, addIssue);
  const isGiven = ['first_name', ...Object.keys(core)].some((key) => body[key] !== undefined);
  if (!isGiven && Object.keys(metadata).length === 0) {
    addIssue({ code: 'custom', path: [], message: 'Give at least one field to update.' });
  }
});

/** A change, also as the lead within the whole answer of a read: that is what it says. */
export const leadChangeBody = z.preprocess(withoutEnvelope, leadChange);
export type LeadChangeBody = z.infer<typeof leadChangeBody>;

export const patchMetadataBody = z.looseObject({
  selector: z.enum(['id', 'email', 'phone', 'external_id']),
  values: z
    .array(z.union([z.string().max(254), z.number()]))
    .min(1)
    .max(MOST_LEADS)
    .describe('Of which leads.'),
  patch: leadFields.metadata
    .refine((patch) => Object.keys(patch).length > 0, 'Give at least one key.')
    .describe('Merged into the metadata of each, key by key.'),
});

export type PatchMetadataBody = z.infer<typeof patchMetadataBody>;

export const leadParams = z.strictObject({ id: z.string().describe("The lead's id.") });

type AddIssue = (issue: { code: 'custom'; path: PropertyKey[]; message: string }) => void;

/** What is moved there counts with what is there by name. */
function checkMetadata(metadata: Readonly<Record<string, unknown>>, addIssue: AddIssue): void {
  const found = leadFields.metadata.safeParse(metadata);
  for (const { path, message } of found.error?.issues ?? []) {
    addIssue({ code: 'custom', path: ['metadata', ...path], message });
  }
}

function withoutEnvelope(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('lead' in body) || !('success' in body)) return body;
  return body.success === true && typeof body.lead === 'object' && body.lead !== null ? body.lead : body;
}
