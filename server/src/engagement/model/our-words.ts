import { formatSlot } from '../calendar/index.ts';
import { beginTurn } from '../dialogue/turn.ts';
import type { Situation } from '../situation.ts';
import type { OfferedSlot, SpeechContext } from '../understanding/types.ts';
import type { WorkflowDefinition } from '../workflow/definition.ts';

/** How the agent speaks and reckons. */
export function speechOf(situation: Situation): SpeechContext {
  return beginTurn(situation).speech;
}

type Time = Pick<OfferedSlot, 'startAt'> & { readonly resourceName?: string | null };

/** Slots in the words in which the agent offers them. */
export function slotTexts(situation: Situation, slots: readonly Time[]): string[] {
  const { timeZone, country, now } = speechOf(situation);
  return slots.map((slot) => {
    const by = slot.resourceName ? ` with ${slot.resourceName}` : '';
    return `${formatSlot(slot, { timeZone, country, now })}${by}`;
  });
}

/** All times that may be named: those offered, and the lead's own appointment. */
export function timesOf({ appointment }: Situation, offered: readonly OfferedSlot[]): readonly Time[] {
  return appointment ? [...offered, appointment] : offered;
}

/** All words of a workflow that a lead may hear: what it is about. */
export function workflowWords({ name, fields, answers, booking, closing }: WorkflowDefinition): string[] {
  const ofFields = fields.flatMap(({ label, ask, options, synonyms }) => [
    label,
    ask,
    ...synonyms,
    ...options.flatMap((option) => [option.value, option.label ?? '', ...option.synonyms]),
  ]);
  const ofAnswers = answers.flatMap(({ questions, answer }) => [...questions, answer]);
  const ofBooking = booking && [
    booking.title,
    booking.location?.details ?? '',
    ...booking.resources.map((one) => one.name),
  ];
  return [name, ...ofFields, ...ofAnswers, ...(ofBooking ?? []), closing ?? ''];
}

/** Those of the business and its agent, and of the times that may be named. */
export function houseWords(situation: Situation, offered: readonly OfferedSlot[]): string[] {
  const { agent, workspace, knowledge } = situation;
  return [
    ...(knowledge ? [knowledge.title, knowledge.text] : []),
    workspace.name,
    agent.name,
    agent.role,
    agent.greeting ?? '',
    ...slotTexts(situation, timesOf(situation, offered)),
  ];
}
