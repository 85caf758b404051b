import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { type FoundPerson, findPeople } from '../../engagement/people/find-people.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { createLeads } from './create-leads.ts';
import { type Lead, leadSchema, selectLeads } from './lead.ts';
import { leadFields } from './lead-input.ts';
import type { BulkLead } from './new-lead.ts';

const MAX_PEOPLE = 500;

export const importLeadsFromTextSchema = z.strictObject({
  text: z
    .string()
    .min(1)
    .max(100_000)
    .describe('A pasted table, CSV, signatures, a list, sentences: whatever tells of people.'),
  tag: z.string().trim().min(1).max(100).optional().describe('Borne by all of them.'),
  agentId: z.uuid().optional().describe("Whose leads they become. The default workflow's agent where it is missing."),
  source: leadFields.source.optional().describe('Where the text comes from, kept with all of them.'),
});

/**
 * Makes a lead of everybody of whom a text tells with an e-mail address or a phone number, in the text's order; who is
 * told of twice is one. None where nobody is found. What has no field of its own is kept in the metadata. Raises
 * `invalid_input` where it tells of more than 500 people: then none is made.
 */
export async function importLeadsFromText(
  ctx: Ctx,
  { text, tag, agentId, source }: z.infer<typeof importLeadsFromTextSchema>,
): Promise<{ leads: Lead[] }> {
  requireScope(ctx, 'leads:write');
  const { timeZone, country, locale: language } = ctx.workspace;
  const people = findPeople(text, { now: ctx.clock.now(), timeZone, country, language });
  if (people.length > MAX_PEOPLE) {
    const message = `It tells of ${people.length} people. Send it in parts of at most ${MAX_PEOPLE}.`;
    throw invalidInput('Too many people in one text.', [{ path: ['text'], message }]);
  }
  const common = { ...(tag !== undefined && { tags: [tag] }), ...(agentId && { agentId }), ...(source && { source }) };
  const leads = await createLeads(
    ctx,
    people.map((person) => ({ ...toNewLead(person), ...common })),
    { channel: 'import', summary: 'Imported from a text' },
  );
  return { leads };
}

function readLeads(ctx: Ctx, ids: readonly string[]): Promise<Lead[]> {
  return transaction(ctx, async ({ tx, workspace, isTest }) => [
    ...(await selectLeads(
      tx,
      tx`where l.workspace_id = ${workspace.id} and l.is_test = ${isTest} and l.deleted_at is null
        and l.id = any (${[...ids]}::uuid[]) order by l.id`,
    )),
  ]);
}

const FIELDS = [
  'name',
  'givenName',
  'middleName',
  'familyName',
  'email',
  'phone',
  'businessName',
  'title',
  'website',
] as const;

/** What does not fit its field, and what has none, is kept in the metadata: nothing that was told is lost. */
function toNewLead(person: FoundPerson): BulkLead {
  const lead: BulkLead = {};
  const metadata: Record<string, unknown> = { ...person.other };
  for (const field of FIELDS) {
    const value = person[field];
    if (value === undefined) continue;
    const fit = leadFields[field].safeParse(value);
    if (fit.success) lead[field] = fit.data;
    else metadata[field] = value;
  }
  if (person.place !== undefined) metadata.address = person.place;
  const notes = leadFields.qualificationNotes.safeParse(person.notes);
  if (notes.success) lead.qualificationNotes = notes.data;
  else if (person.notes !== undefined) metadata.notes = person.notes;
  const fitting = leadFields.metadata.safeParse(metadata);
  return { ...lead, metadata: fitting.success ? fitting.data : {} };
}

export const importLeadsFromTextOperation = defineOperation({
  operationId: 'importLeadsFromText',
  method: 'POST',
  path: '/v1/leads/import-text',
  tag: 'Leads',
  summary: 'Import leads from a text',
  description:
    'Finds people in free text by its shapes and words, without any service outside, and makes a lead of each that has an e-mail address or a phone number. At most 500 at a time, all or none. Leads may share contact points with those there. Sent again with the same `Idempotency-Key` it answers the leads as they are by then, without those that are gone.',
  auth: 'key',
  scope: 'leads:write',
  body: importLeadsFromTextSchema,
  success: {
    status: 200,
    description: 'The leads made, in the order of the text; none where nobody was found.',
    schema: z.object({ leads: z.array(leadSchema) }),
  },
  idempotent: true,
  memory: {
    keep: (_ctx: Ctx, { leads }) => leads.map(({ id }) => id),
    recall: async (ctx: Ctx, kept) => ({ leads: await readLeads(ctx, z.array(z.uuid()).parse(kept)) }),
  },
  handle: (ctx: Ctx, { body }) => importLeadsFromText(ctx, body),
});
