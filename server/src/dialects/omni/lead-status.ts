import { type ChecklistGroup, NOT_INTERESTED } from '../../modules/checklist/index.ts';
import type { Lead } from '../../modules/leads/index.ts';
import type { OmniStatus } from './schemas.ts';

/**
 * Omni's computed status: the first rule that fits counts. The page's own lead is in a person's hands and IN_PROGRESS,
 * so that alone is no REVIEW: something must wait for the person.
 */
export function leadStatus(lead: Pick<Lead, Facts>, checklist: readonly ChecklistGroup[]): OmniStatus {
  if (lead.optedOut) return 'OPTED_OUT';
  if (lead.stage === 'converted') return 'COMPLETED';
  if (lead.stage === 'lost') return lead.lostReason === NOT_INTERESTED ? 'NOT_INTERESTED' : 'COMPLETED';
  const items = checklist.flatMap((group) => group.items);
  const isDone = !items.some((item) => item.isRequired && !closed.has(item.status));
  if (lead.stage === 'booked') return isDone ? 'COMPLETED' : 'IN_PROGRESS';
  if (lead.needsHuman || items.some((item) => item.status === 'needs_review')) return 'REVIEW';
  if (lead.stage === 'new') return 'IN_PROGRESS';
  const isAskedFor = lead.stage === 'qualified' || items.some((item) => item.isRequired);
  return isDone && isAskedFor ? 'COMPLETED' : 'IN_PROGRESS';
}
type Facts = 'optedOut' | 'stage' | 'lostReason' | 'needsHuman';

const closed: ReadonlySet<string> = new Set(['completed', 'skipped']);
