import { getEventOperation } from './get-event.ts';
import { listEventTypesOperation } from './list-event-types.ts';
import { listEventsOperation } from './list-events.ts';
import { streamEventsOperation } from './stream-events.ts';

export { type Event, type EventRow, eventColumns, eventSchema, expandTypes, toEvent } from './event.ts';

export const eventOperations = [
  listEventsOperation,
  getEventOperation,
  listEventTypesOperation,
  streamEventsOperation,
] as const;
