import { Temporal } from 'temporal-polyfill';
import { languageFor } from '../../languages/index.ts';
import type { SpeechContext } from '../../types.ts';
import { canonicalise } from './canonical.ts';
import type { Scene } from './piece.ts';

/** When the house is open, HH:MM: decides between 8 in the morning and 8 in the evening. */
export interface OpenHint {
  readonly openFrom?: string;
  readonly openTo?: string;
}

export function sceneOf(text: string, context: SpeechContext, hint: OpenHint = {}): Scene {
  const { today, nowMinutes } = clockOf(context);
  const [from, to] = [minutesOf(hint.openFrom), minutesOf(hint.openTo)];
  return {
    words: canonicalise(text, languageFor(context.language).time),
    today,
    nowMinutes,
    timeZone: context.timeZone,
    dayFirst: context.country.toUpperCase() !== 'US',
    ...(from === undefined && to === undefined ? {} : { open: { from: from ?? 0, to: to ?? 1440 } }),
  };
}

interface WallClock {
  readonly at: number;
  readonly timeZone: string;
  readonly today: Temporal.PlainDate;
  readonly nowMinutes: number;
}

let last: WallClock | undefined;

/** The day and the minute where the speaker is; the last answer is kept, as one message is looked at many times. */
function clockOf({ now, timeZone }: SpeechContext): WallClock {
  const at = now.getTime();
  if (last?.at === at && last.timeZone === timeZone) return last;
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  last = { at, timeZone, today: local.toPlainDate(), nowMinutes: local.hour * 60 + local.minute };
  return last;
}

function minutesOf(time: string | undefined): number | undefined {
  const match = time === undefined ? null : /^(\d{1,2}):(\d{2})$/.exec(time);
  return match === null ? undefined : Number(match[1]) * 60 + Number(match[2]);
}
