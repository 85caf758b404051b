import { formatValue } from '../understanding/format.ts';
import { isSame } from '../understanding/track.ts';
import type { Observation } from '../understanding/types.ts';
import { validateValue } from '../understanding/validate.ts';
import type { WorkflowField } from '../workflow/definition.ts';
import { propertyOf } from '../workflow/lead-property.ts';
import { acknowledge } from './phrases.ts';
import { fieldOf, movesAppointment, remember, say, type Turn } from './turn.ts';

/** What the lead's own contact points already tell is not asked again. */
export function learnContact(turn: Turn): void {
  const { contact } = turn.situation.lead;
  for (const field of turn.situation.workflow.fields) {
    const property = propertyOf(turn.situation.workflow, field);
    const value = property === 'name' || property === 'email' || property === 'phone' ? contact[property] : null;
    if (value === null || turn.known.has(field.key)) continue;
    take(turn, { key: field.key, value, valueText: value, confidence: 1, origin: 'contact' });
  }
}

/** Takes what was understood and passes validation, and reads it back. Says what was wrong with the rest. Whether any was taken. */
export function learn(turn: Turn, observations: readonly Observation[]): boolean {
  const taken: { field: WorkflowField; observation: Observation; isChange: boolean }[] = [];
  const refused: { observation: Observation; message: string }[] = [];
  for (const observation of observations) {
    const field = fieldOf(turn, observation.key);
    if (!field || isMoveWish(turn, field)) continue;
    const checked = validateValue(field, observation.value, turn.speech);
    if (!checked.ok) {
      refused.push({ observation, message: checked.message });
      continue;
    }
    const before = turn.known.get(field.key);
    if (before !== undefined && isSame(before.value, checked.value)) continue;
    taken.push({ field, observation, isChange: before !== undefined });
    take(turn, { ...observation, value: checked.value });
  }
  for (const { observation, message } of refused) {
    // "2 cats" to a question for an amount: what fits another field was not meant for this one.
    if (taken.length > 0 && observation.confidence < 0.8) continue;
    say(turn, message, `${observation.key} did not pass`);
    if (message.includes('?')) turn.refusedKey = observation.key;
  }
  if (taken.length > 0) remember(turn, { learned: taken.map(({ field }) => field.key) });
  const read = taken.map(({ field, observation, isChange }) => {
    const value = turn.known.get(field.key)?.value ?? observation.value;
    const text = formatValue(field, value, turn.speech);
    // A day made of a whole month is shown with the words it was made of.
    const isLoose = field.type === 'date' && observation.confidence <= 0.6;
    return { field, isChange, text: isLoose ? `${observation.valueText} (from ${text})` : text };
  });
  if (read.length > 0)
    say(turn, acknowledge(turn, read), `understood ${taken.map(({ field }) => field.key).join(', ')}`);
  return observations.length > 0;
}

/** With an appointment, another day or time is a wish: the fields keep what is booked until it moves. */
function isMoveWish(turn: Turn, field: WorkflowField): boolean {
  const { booking } = turn.situation.workflow;
  if (turn.situation.appointment === null || booking === undefined) return false;
  const isOtherDay = field.type === 'date' && movesAppointment(turn);
  return field.key === booking.dateField || field.key === booking.timeField || isOtherDay;
}

function take(turn: Turn, observation: Observation): void {
  const { key, value, valueText, confidence } = observation;
  turn.observations.push(observation);
  turn.known.set(key, { value, valueText, confidence });
}
