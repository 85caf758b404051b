import type { Lead } from '../src/modules/leads/index.ts';

const at = '2026-06-07T13:03:37.162Z';

/** A lead that has only just come in by API and of whom little is known, or as `changes` say. */
export function sampleLead(changes: Partial<Lead> = {}): Lead {
  return {
    id: '0190a3c1-7c1f-7d3e-9d2a-3f6f0c9b1e01',
    name: 'Ada Lovelace',
    givenName: 'Ada',
    middleName: null,
    familyName: 'Lovelace',
    email: null,
    emailVerifiedAt: null,
    phone: null,
    phoneVerifiedAt: null,
    businessName: null,
    title: null,
    website: null,
    goal: null,
    intent: null,
    timeline: null,
    qualificationScore: null,
    qualificationNotes: null,
    source: null,
    channel: 'api',
    stage: 'new',
    lostReason: null,
    needsHuman: false,
    needsHumanReason: null,
    optedOut: false,
    optedOutAt: null,
    owner: 'agent',
    assignedMember: null,
    agentId: '0190a3c1-7c1f-7d3e-9d2a-3f6f0c9b1e02',
    campaign: null,
    isTest: false,
    metadata: {},
    formResponses: {},
    tags: [],
    externalId: null,
    externalPortalLink: null,
    activitySummary: null,
    timeZone: null,
    language: null,
    conversationId: '0190a3c1-7c1f-7d3e-9d2a-3f6f0c9b1e03',
    run: null,
    appointment: null,
    variables: {},
    revision: 1,
    importedAt: null,
    submittedAt: null,
    lastMessageAt: null,
    lastActivityAt: at,
    createdAt: at,
    updatedAt: at,
    ...changes,
  };
}

/** What is known of a lead for a field, as the API was told it. */
export function sampleVariable(value: unknown): Lead['variables'][string] {
  return { value, valueText: String(value), confidence: 1, source: 'api', messageId: null, updatedAt: at };
}

/** A booked hour, or as `changes` say. */
export function sampleAppointment(changes: Partial<NonNullable<Lead['appointment']>> = {}): Lead['appointment'] {
  return {
    id: '0190a3c1-7c1f-7d3e-9d2a-3f6f0c9b1e04',
    uid: 'appointment-1',
    startAt: '2026-06-08T13:00:00.000Z',
    endAt: '2026-06-08T14:00:00.000Z',
    timeZone: 'Europe/London',
    status: 'confirmed',
    resourceName: null,
    ...changes,
  };
}
