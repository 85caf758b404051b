import type { NewLead } from '../../modules/leads/index.ts';
import type { NewCoachbotLead } from './schemas.ts';

/** What a client sends of a new lead, for the verb: its phone must be nobody else's. */
export function toNewLead({ name, phone, email, goal, metadata, formResponses }: NewCoachbotLead): NewLead {
  return {
    name,
    phone,
    email,
    goal: goal?.trim() === '' ? undefined : goal,
    metadata,
    formResponses,
    consent: { basis: 'api' },
    unique: ['phone'],
  };
}
