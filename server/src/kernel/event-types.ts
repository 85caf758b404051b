import type { z } from 'zod';
import { conversationEvents } from './events/conversation-events.ts';
import type { EventDescription } from './events/describe-event.ts';
import { leadEvents } from './events/lead-events.ts';
import { outreachEvents } from './events/outreach-events.ts';
import { workspaceEvents } from './events/workspace-events.ts';

const catalogue = { ...leadEvents, ...conversationEvents, ...outreachEvents, ...workspaceEvents };
export type EventType = keyof typeof catalogue;

/** What an event of this type tells beside whom it is about and who did it. */
export type EventData<Type extends EventType = EventType> = z.input<(typeof catalogue)[Type]['schema']>;

/** Every fact that Foyer tells of, with what is told. A name never changes its meaning. */
export const eventCatalogue: ReadonlyMap<string, EventDescription> = new Map(Object.entries(catalogue));

export const eventTypes: readonly EventType[] = Object.keys(catalogue).filter(isEventType);

export function isEventType(name: string): name is EventType {
  return Object.hasOwn(catalogue, name);
}
