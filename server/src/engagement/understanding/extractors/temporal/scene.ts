import { Temporal } from 'temporal-polyfill';
import type { SpeechContext } from '../../types.ts';
import { canonicalise } from './canonical.ts';
import type { Scene } from './piece.ts';

/** When the house is open, HH:MM: decides between 8 in the morning and 8 in the evening. */
export interface OpenHint {
  readonly openFrom?: string;
  readonly openTo?: string;
}

export function sceneOf(text: string, context: SpeechContext, hint: OpenHint = {}): Scene {
  const now = Temporal.Instant.fromEpochMilliseconds(context.now.getTime()).toZonedDateTimeISO(context.timeZone);
  const [from, to] = [minutesOf(hint.openFrom), minutesOf(hint.openTo)];
  return {
    words: canonicalise(text),
    today: now.toPlainDate(),
    nowMinutes: now.hour * 60 + now.minute,
    timeZone: context.timeZone,
    dayFirst: context.country.toUpperCase() !== 'US',
    ...(from === undefined && to === undefined ? {} : { open: { from: from ?? 0, to: to ?? 1440 } }),
  };
}

function minutesOf(time: string | undefined): number | undefined {
  const match = time === undefined ? null : /^(\d{1,2}):(\d{2})$/.exec(time);
  return match === null ? undefined : Number(match[1]) * 60 + Number(match[2]);
}
