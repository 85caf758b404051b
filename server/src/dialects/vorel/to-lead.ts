import { conflict, FoyerError, invalidInput } from '../../kernel/errors.ts';
import type { LeadChange, LeadStanding, NewLead } from '../../modules/leads/index.ts';
import { statusOf } from './from-lead.ts';
import { MOST_CHARACTERS, type NewVorelLead, type VorelLeadChange } from './request-schemas.ts';

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
 * shows already changes nothing, as more than one of ours reads as it. The change raises `invalid_input` for a text that
 * is longer than the vendor's, unless the lead has it already.
 */
export function toLeadChange(body: VorelLeadChange): (before: LeadStanding) => LeadChange {
  return (before) => {
    const { stage, optedOutAt } = before;
    refuseTooLong(body, before);
    return {
      ...plainFields(body),
      stage: body.status === statusOf(stage, optedOutAt !== null) ? undefined : body.status,
      variables: body.attributes,
    };
  };
}

function refuseTooLong(body: VorelLeadChange, before: LeadStanding): void {
  const issues = (['intent', 'timeline', 'source'] as const).flatMap((field) => {
    const text = body[field] ?? '';
    const isRefused = text.length > MOST_CHARACTERS && text !== before[field];
    return isRefused ? [{ path: [field], message: `Give at most ${MOST_CHARACTERS} characters.` }] : [];
  });
  if (issues.length > 0) throw invalidInput('One thing in the request is not right.', issues);
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
