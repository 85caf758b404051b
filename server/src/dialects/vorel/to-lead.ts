import { conflict, FoyerError } from '../../kernel/errors.ts';
import type { LeadChange, LeadStanding, NewLead } from '../../modules/leads/index.ts';
import { statusOf } from './from-lead.ts';
import type { NewVorelLead, VorelLeadChange } from './request-schemas.ts';

/** What a client sends of a new lead, for the verb. Raises `conflict` for one that would be booked from birth. */
export function toNewLead(body: NewVorelLead): NewLead {
  const { conversation_id: conversationId, attributes, notes, status } = body;
  if (status === 'booked') throw bookedWithoutAppointment();
  return {
    conversationId,
    ...plainFields(body),
    qualificationNotes: notes,
    stage: status,
    variables: attributes && withoutNulls(attributes),
  };
}

/**
 * What a client changes, for the verb: null clears, and inside `attributes` removes the key. A status that the lead
 * shows already changes nothing, as more than one of ours reads as it.
 */
export function toLeadChange(body: VorelLeadChange): (before: LeadStanding) => LeadChange {
  return ({ stage, optedOutAt }) => ({
    ...plainFields(body),
    stage: body.status === statusOf(stage, optedOutAt !== null) ? undefined : body.status,
    variables: body.attributes,
  });
}

/** The verb's refusal to set a lead to booked, as the conflict that it is to this dialect's clients. */
export function asBookedConflict(error: unknown): unknown {
  const isOfStage = error instanceof FoyerError && error.issues.some(({ path }) => path[0] === 'stage');
  return isOfStage ? bookedWithoutAppointment() : error;
}

function bookedWithoutAppointment(): FoyerError {
  return conflict(
    'status_needs_appointment',
    'status: A lead is booked by its appointment. Book one and the status follows.',
  );
}

function plainFields(body: VorelLeadChange) {
  const { name, email, phone, intent, timeline, qualification_score: qualificationScore, source } = body;
  return { name, email, phone, intent, timeline, qualificationScore, source };
}

function withoutNulls(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null));
}
