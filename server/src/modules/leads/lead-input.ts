import { z } from 'zod';
import { isTimeZone, timeInput } from '../../kernel/times.ts';

const text = (max: number) => z.string().trim().min(1).max(max).nullable();

/** What a caller may say of a lead; null clears. Contact points are raw: `normalise` reads them. */
export const leadFields = {
  name: text(200).describe('The whole name. Sets givenName to its first word and familyName to the rest.'),
  givenName: text(100),
  middleName: text(100),
  familyName: text(100),
  email: text(254),
  phone: text(40).describe("In any national form, the workspace's country first; kept as E.164."),
  businessName: text(200),
  title: text(200),
  website: text(2000),
  goal: text(2000),
  intent: text(120),
  timeline: text(120),
  qualificationScore: z.int().min(0).max(100).nullable(),
  qualificationNotes: text(5000),
  source: text(120),
  metadata: z.record(z.string().max(200), z.unknown()).refine(isSmallEnough, 'At most 65,536 characters of metadata.'),
  tags: z.array(z.string().trim().min(1).max(100)).max(100),
  formResponses: z
    .record(z.string().min(1).max(200), z.string())
    .refine(isSmallEnough, 'At most 65,536 characters of answers.')
    .describe('What was answered in a form, by question.'),
  externalId: text(200),
  externalPortalLink: text(2000),
  activitySummary: text(5000),
  submittedAt: timeInput.nullable().describe('When the lead sent its form or application elsewhere.'),
  emailVerified: z.boolean().describe('Whether the e-mail was proved to be the lead’s. A new e-mail is unproved.'),
  phoneVerified: z.boolean().describe('Whether the phone was proved to be the lead’s. A new phone is unproved.'),
  optedOut: z
    .boolean()
    .describe(
      'true ends all contact: runs, timers and waiting messages go, proved addresses are suppressed. false takes it back.',
    ),
  owner: z
    .enum(['agent', 'person'])
    .describe('Who answers: person silences the agent everywhere at once, agent hands the lead back to it.'),
  assignedMemberId: z.uuid().nullable(),
  campaignId: z.uuid().nullable(),
  timeZone: text(60).refine(
    (zone) => zone === null || isTimeZone(zone),
    'Use an IANA time zone such as Europe/Berlin.',
  ),
  language: text(35).refine(
    (tag) => tag === null || /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag),
    'Use a BCP 47 language tag such as en or pt-BR.',
  ),
};

export const leadInputSchema = z.strictObject(leadFields).partial();
export type LeadInput = z.infer<typeof leadInputSchema>;

/** Variables by key, as a whole lead is written; null has nothing to set, or removes. */
export const variablesInput = z
  .record(z.string().min(1).max(120), z.unknown())
  .refine((variables) => Object.keys(variables).length <= 200, 'At most 200 variables at a time.');

/** A list of a hundred leads must stay an answer that a client can hold. */
export function isSmallEnough(metadata: object): boolean {
  return JSON.stringify(metadata).length <= 65_536;
}
