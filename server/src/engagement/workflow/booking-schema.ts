import { z } from 'zod';
import { conditionSchema } from './condition.ts';
import { clockTime, closures, key, label, sentence, template } from './primitives.ts';

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

const opening = z
  .array(z.strictObject({ from: clockTime.describe('Opens.'), to: clockTime.describe('Closes; "24:00" is midnight.') }))
  .max(12)
  .describe('When it is open that day; closed where it is missing.');

/** Openings by weekday. */
export const hours = z.strictObject({
  monday: opening.optional(),
  tuesday: opening.optional(),
  wednesday: opening.optional(),
  thursday: opening.optional(),
  friday: opening.optional(),
  saturday: opening.optional(),
  sunday: opening.optional(),
});

const resource = z.strictObject({
  key,
  name: label.describe('The name people read.'),
  synonyms: z.array(label).max(20).default([]).describe('Other names people use.'),
  hours: hours.optional().describe('Own hours, in place of those of the booking.'),
  closures: closures.default([]).describe('Days away, besides those of the booking.'),
  capacity: z.int().min(1).max(500).default(1).describe('How many leads can have the same slot.'),
  when: conditionSchema.optional().describe('Offered only while this holds, such as one that does only some services.'),
});

const reminder = z.strictObject({
  hoursBefore: z.number().min(0.25).max(720).describe('How long before the start.'),
  say: sentence
    .optional()
    .describe(
      'Own words; {title}, {when}, {with}, {where} and {calendarUrl} are filled in. The usual ones where missing.',
    ),
  template: template.optional(),
});

const noShow = z.strictObject({
  status: key.optional().describe('The status that the run enters; where it is missing it falls back to qualified.'),
  followUpAfterMinutes: z
    .int()
    .min(0)
    .max(10_080)
    .nullable()
    .default(30)
    .describe('When the agent then offers another time; null for never.'),
  say: sentence.optional().describe('Own words; {title} and {when} are filled in. The usual ones where missing.'),
  template: template.optional(),
});

/** When, with whom and for how long a lead can book. */
export const bookingSchema = z.strictObject({
  title: label.describe('What is booked, as it stands in the calendar.'),
  durationMinutes: z.int().min(5).max(1440).describe('How long an appointment takes.'),
  durations: z
    .strictObject({
      field: key.describe('A select field.'),
      minutes: z
        .record(z.string(), z.int().min(5).max(1440))
        .describe('Minutes by option; durationMinutes for others.'),
    })
    .optional()
    .describe('A duration by the value of a select field.'),
  slotStepMinutes: z
    .int()
    .min(5)
    .max(1440)
    .optional()
    .describe('How far apart slots begin; the duration where missing.'),
  bufferMinutes: z.int().min(0).max(480).default(0).describe('Kept free after each appointment.'),
  noticeMinutes: z
    .int()
    .min(0)
    .max(43_200)
    .default(60)
    .describe('How long before its start a slot can still be booked.'),
  horizonDays: z.int().min(1).max(365).default(30).describe('How far ahead slots are offered.'),
  timeZone: z.string().max(100).optional().describe("IANA name; the workspace's where it is missing."),
  hours: hours.describe('Opening hours by weekday; a weekday that is missing is closed.'),
  closures: closures.default([]).describe('Days closed, holidays included: single days, or ranges with from and to.'),
  resources: z
    .array(resource)
    .max(100)
    .default([])
    .describe('People or rooms that can be booked; one nameless where empty.'),
  resourceField: key.optional().describe('The field by which a lead asks for a resource by name.'),
  dateField: key.optional().describe('The field that keeps the day asked for.'),
  timeField: key.optional().describe('The field that keeps the time asked for.'),
  location: z
    .strictObject({
      type: z.enum(['in_person', 'phone', 'video']).describe('How people meet.'),
      details: sentence.optional().describe('The address, the number or the link.'),
    })
    .optional()
    .describe('Where it takes place.'),
  reminders: z
    .array(reminder)
    .max(5)
    .default([{ hoursBefore: 24 }, { hoursBefore: 1 }])
    .describe('When the lead is reminded; a day and an hour before where it is missing, never where it is empty.'),
  noShow: noShow.prefault({}).describe('What happens when a lead did not come.'),
});

export type BookingRule = z.infer<typeof bookingSchema>;
export type BookableResource = BookingRule['resources'][number];
export type Weekday = (typeof weekdays)[number];
