import type { Span, SpeechContext } from '../../types.ts';
import { scanText } from './scan.ts';

/**
 * Single days, YYYY-MM-DD: "next Wednesday", "the 14th", "3/4", "tomorrow". Without a year it is the next such date, today
 * included. Of a stretch only one that has a natural single day counts ("end of the month"), and that at a low
 * confidence. Days that are refused ("not Tuesday") are left out.
 */
export function findDates(text: string, context: SpeechContext): Span<string>[] {
  const { scene, pieces } = scanText(text, context, {});
  return pieces.flatMap(({ days, negated, start, end, confidence }) => {
    const date = days?.kind === 'day' ? days.date : days?.kind === 'period' ? days.point : undefined;
    if (date === undefined || negated) return [];
    const place = scene.words.place(start, end);
    const sure = days?.kind === 'day' ? confidence : Math.min(confidence, 0.55);
    return [{ ...place, text: text.slice(place.start, place.end), value: date.toString(), confidence: sure }];
  });
}
