import { z } from 'zod';
import { optionalWholeNumber, wholeNumber } from '../../kernel/whole-number.ts';
import { leadFields } from '../../modules/leads/index.ts';

/** Text as a client of this API sends it: an empty one says that there is none. */
function text(max: number) {
  return z
    .string()
    .trim()
    .max(max)
    .transform((value) => (value === '' ? null : value))
    .nullish();
}

/** The most text that the field of this name takes is the core's own. */
const metaData = z.looseObject({
  company: text(200),
  website: text(2000),
  notes: text(5000),
  source: text(120).describe('chat, web, api, import, or another word.'),
  lostReason: text(500),
});

const id = z.union([z.string(), z.number()]).transform(String);

const leadBody = {
  email: text(254),
  name: text(200),
  phone: text(40),
  metaData: metaData.nullish().describe('Keys beside these are kept as they are.'),
  hotScore: z.number().min(0).max(100).nullish().describe('Kept as a whole number.'),
  lastActivityDate: z.union([z.string().max(100), z.number()]).nullish(),
  crmActivities: z.array(z.unknown()).max(1000).nullish(),
};

export const newLeadSchema = z.looseObject({ lead: z.looseObject({ ...leadBody, agentId: id }) });
export type NewLeadBody = z.infer<typeof newLeadSchema>['lead'];

export const leadPatchSchema = z.looseObject({ agentId: id.optional(), lead: z.looseObject(leadBody) });
export type LeadPatch = z.infer<typeof leadPatchSchema>['lead'];

export const leadParams = z.object({ id: z.string() });
export const agentParams = z.object({ agentId: z.string() });
export const groupParams = z.object({ agentId: z.string(), groupName: leadFields.tags.element });

export const agentQuery = z.looseObject({ agentId: z.string() });
export const anyAgentQuery = z.looseObject({ agentId: z.string().optional() });

const words = z.string().trim().max(200).optional();
const filters = {
  groupName: words,
  searchTerm: words,
  propertyFilter: z
    .string()
    .trim()
    .max(500)
    .optional()
    .describe('`key:value`, `key=value` or `{"key": "value"}`: leads whose metaData has this value.'),
};

/** As many leads as a page holds, and as many as come without pages. */
export const MAX_PAGE = 1_000;
export const MAX_ALL = 10_000;

export const leadsQuery = z.looseObject({
  page: wholeNumber(1, 1_000_000, 1),
  limit: wholeNumber(1, 1_000_000, 50).describe(`At most ${MAX_PAGE} come, and the answer's limit says so.`),
  ...filters,
});

export const allLeadsQuery = z.looseObject({
  agentId: z.string(),
  page: optionalWholeNumber(1, 1_000_000),
  limit: optionalWholeNumber(1, 1_000_000),
});

const timeRange = z.enum(['all', 'last30days']);
export const exportQuery = z.looseObject({ timeRange: timeRange.default('all') });
export const exportSchema = z.looseObject({ ...filters, timeRange: timeRange.default('all') });

/** Ids as clients send them: a list, parted by commas, or JSON in a text, or the parameter more than once. */
export const idList = z.union([z.string(), z.array(z.string()).max(1000)]).transform((given, ctx) => {
  const ids = (typeof given === 'string' ? [given] : given).flatMap(readIds);
  if (ids.length > 1000) ctx.addIssue({ code: 'custom', message: 'At most 1,000 ids at a time.' });
  return ids;
});

function readIds(given: string): string[] {
  const list = /^\s*\[/.test(given) ? given.replaceAll(/[[\]"'\s]/g, '') : given;
  return list
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

export const leadIdsQuery = z.looseObject({
  leadIds: idList.refine((ids) => ids.length > 0, 'Name at least one lead.'),
});
export const groupQuery = z.looseObject({ groupId: z.string().trim().min(1).max(100).describe("The group's name.") });

const member = z.union([z.string(), z.looseObject({ id: z.string() }).transform((lead) => lead.id)]);
export const newGroupSchema = z.looseObject({
  groupName: leadFields.tags.element,
  leads: z
    .array(member)
    .max(1000)
    .optional()
    .describe('Leads of the agent, or their ids, that are in it from the first.'),
});
export const assignSchema = z.looseObject({ leadIds: idList.optional() });

const imported = z.looseObject({
  userEmail: text(254),
  userName: text(200),
  userPhone: text(40),
  userAddress: text(2000),
  userCompany: text(200),
  userWebsite: text(2000),
  notes: text(5000),
  userProfilePic: text(2000),
});
export type ImportedLead = z.infer<typeof imported>;
export const bulkSchema = z.looseObject({ leads: z.array(imported).max(1000) });

export const magicSchema = z.looseObject({
  rawText: z.string().min(1).max(100_000),
  leadGroupId: words.describe('The name of a group that all of them are put in.'),
  additionalInstructions: z.string().optional().describe('Taken and not used: the text is read by rules.'),
});
