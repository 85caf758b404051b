import type { OfferedSlot, TimeWish } from '../understanding/types.ts';
import type { Values } from '../workflow/condition.ts';
import type { BookingRule } from '../workflow/definition.ts';

/** A time that can be booked. Times are ISO 8601 in UTC with milliseconds; `endAt` leaves the buffer out. */
export interface Slot extends OfferedSlot {
  readonly endAt: string;
}

/** A time that is taken, its buffer left out. Without a resource it takes a place of every resource. */
export interface BusyInterval {
  readonly resourceKey?: string | null | undefined;
  /** ISO 8601 with an offset or Z. */
  readonly startAt: string;
  readonly endAt: string;
}

/** Everything that decides which slots exist. */
export interface SlotSearch {
  readonly booking: BookingRule;
  /** The workspace's zone, used where the rule names none or one that this machine does not know. */
  readonly timeZone: string;
  readonly now: Date;
  readonly busy: readonly BusyInterval[];
  readonly wish?: TimeWish | undefined;
  /** Only slots of this resource. */
  readonly resourceKey?: string | undefined;
  /** In place of the rule's own duration. */
  readonly durationMinutes?: number | undefined;
  /** What is known of the lead: decides which resources are offered and how long it takes. */
  readonly values?: Values | undefined;
}
