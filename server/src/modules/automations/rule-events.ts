import { z } from 'zod';
import { type EventType, eventTypes } from '../../kernel/event-types.ts';
import { nearestWord } from '../../kernel/nearest-word.ts';

/** Events after which there is no lead that anything could be done for. */
const withoutLead = [
  'lead.deleted',
  'lead.erased',
  'lead.merged',
  'tag.created',
  'workflow.applied',
  'workflow.paused',
  'workflow.resumed',
  'workspace.stopped',
  'workspace.started',
  'webhook_endpoint.disabled',
] as const satisfies readonly EventType[];
type RuleEventType = Exclude<EventType, (typeof withoutLead)[number]>;

/** The events that a rule may act on. */
const ruleEvents = eventTypes.filter((type): type is RuleEventType => !withoutLead.some((other) => other === type));

export const ruleEventSchema = z.enum(ruleEvents, { error: ({ input }) => explain(String(input)) });

function explain(word: string): string {
  if (withoutLead.some((type) => type === word)) return `${word} tells of no lead that a rule could act on.`;
  const near = nearestWord(word, ruleEvents);
  return near ? `There is no event ${word}; did you mean ${near}?` : `Use one of: ${ruleEvents.join(', ')}.`;
}
