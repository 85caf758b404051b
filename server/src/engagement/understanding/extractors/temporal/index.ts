export { findDateTimes } from './find-date-times.ts';
export { findDates } from './find-dates.ts';
export { findTimes } from './find-times.ts';
export { findWhen } from './find-when.ts';
export type { OpenHint } from './scene.ts';
