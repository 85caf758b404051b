export { findDateTimes } from './find-date-times.ts';
export { findDates } from './find-dates.ts';
export { findEdgeTimes, findTimes } from './find-times.ts';
export { findWhen, timeIn } from './find-when.ts';
export type { OpenHint } from './scene.ts';
