import type { Lead, Stage } from '../../modules/leads/index.ts';
import type { LeadStatus, VorelLead } from './schemas.ts';

/** A lead as the vendor's clients read it. Raises a plain Error for one without a conversation, which there is not. */
export function toVorelLead(lead: Lead): VorelLead {
  if (lead.conversationId === null) throw new Error(`lead ${lead.id} has no conversation`);
  return {
    id: lead.id,
    conversation_id: lead.conversationId,
    name: lead.name,
    email: lead.email,
    phone: lead.phone,
    intent: lead.intent ?? shortGoal(lead.goal),
    attributes: Object.fromEntries(Object.entries(lead.variables).map(([key, { value }]) => [key, value])),
    timeline: lead.timeline,
    qualification_score: lead.qualificationScore,
    status: statusOf(lead.stage, lead.optedOut),
    source: lead.source,
    created_at: lead.createdAt,
    updated_at: lead.updatedAt,
  };
}

/** The longest intent that the vendor takes: a goal that fits may stand for one. */
const MOST_INTENT = 40;

function shortGoal(goal: string | null): string | null {
  return goal !== null && goal.length <= MOST_INTENT ? goal : null;
}

/** The vendor's word for where a lead stands. */
export function statusOf(stage: Stage, isOptedOut: boolean): LeadStatus {
  if (isOptedOut) return 'lost';
  return stage === 'engaged' ? 'new' : stage;
}
