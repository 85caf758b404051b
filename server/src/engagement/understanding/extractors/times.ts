import { keepingLast } from '../last-answer.ts';
import { findDates, findDateTimes, findTimes } from './temporal/index.ts';

// Dates and times are looked for by fields, by slots and as claims on words: each message is scanned once for each.
export const datesIn = keepingLast((text, context) => findDates(text, context));
export const timesIn = keepingLast((text, context) => findTimes(text, context));
export const dateTimesIn = keepingLast((text, context) => findDateTimes(text, context));
