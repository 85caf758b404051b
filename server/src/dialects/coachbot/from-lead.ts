import type { Lead } from '../../modules/leads/index.ts';
import type { CoachbotLead, LeadStatus } from './schemas.ts';

/** A lead as the vendor's clients read it. */
export function toCoachbotLead(lead: Lead): CoachbotLead {
  const booking = lead.appointment?.status === 'cancelled' ? null : lead.appointment;
  return {
    id: lead.id,
    channel: isByPhone(lead) ? 'voice' : 'whatsapp',
    name: lead.name,
    phone: lead.phone,
    email: lead.email,
    goal: lead.goal,
    status: statusOf(lead),
    qualificationNotes: notesOf(lead),
    bookingUid: booking?.uid ?? null,
    bookingStart: booking?.startAt ?? null,
    metadata: lead.metadata,
    createdAt: lead.createdAt,
    updatedAt: lead.updatedAt,
  };
}

/** Whether the lead came by phone: the vendor knows that and WhatsApp. */
export function isByPhone({ channel }: Pick<Lead, 'channel'>): boolean {
  return channel === 'voice' || channel === 'phone';
}

/** The first that fits; docs/dialects.md has all faces side by side. */
function statusOf({ optedOut, stage, needsHuman, owner }: Lead): LeadStatus {
  if (optedOut) return 'unqualified';
  if (stage === 'converted' || stage === 'booked') return 'booked';
  if (stage === 'lost') return 'unqualified';
  if (needsHuman || owner === 'person') return 'needs_human';
  return stage === 'new' ? 'new' : 'in_conversation';
}

/** Behind why a lead is unqualified, if it is, whatever else was noted. */
function notesOf({ optedOut, stage, lostReason, qualificationNotes }: Lead): string | null {
  const why = optedOut ? 'The lead asked not to be contacted any more.' : stage === 'lost' ? lostReason : null;
  return [why, qualificationNotes].filter((text) => text !== null).join('\n') || null;
}
