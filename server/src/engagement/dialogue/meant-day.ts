import { Temporal } from 'temporal-polyfill';
import type { Observation, Understanding } from '../understanding/types.ts';
import { fieldOf, type Turn } from './turn.ts';

/** "Next month" for a day that was asked is its first day, "as soon as possible" today, with the doubt that this has. */
export function dayMeant(turn: Turn, heard: Understanding): Observation[] {
  const [asked] = turn.dialogue.asked;
  const field = asked === undefined ? undefined : fieldOf(turn, asked);
  const { when } = heard;
  if (field?.type !== 'date' || !when || when.weekdays || heard.observations.some(({ key }) => key === field.key))
    return [];
  const today = Temporal.Instant.from(turn.speech.now.toISOString())
    .toZonedDateTimeISO(turn.speech.timeZone)
    .toPlainDate();
  const value = when.fromDate ?? (when.earliest ? today.toString() : undefined);
  return value === undefined ? [] : [{ key: field.key, value, valueText: when.text, confidence: 0.6, origin: 'said' }];
}
