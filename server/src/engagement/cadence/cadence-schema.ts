import { z } from 'zod';
import { weekdays } from '../workflow/booking-schema.ts';
import { clockTime, key, wording } from '../workflow/primitives.ts';

const words = z.array(wording).max(20).default([]);

const onExhausted = z.enum(['cold', 'pause', 'nothing']).default('cold');

const attempts = z
  .strictObject({
    first: z.int().min(1).max(12).default(1).describe('In each window of the first day.'),
    last: z.int().min(0).max(12).default(1).describe('In each window of the last day; 0 ends the channel sooner.'),
  })
  .prefault({});

const channel = z.strictObject({
  channel: key.describe('The name of the channel.'),
  attempts: attempts.describe('How often in each window; from the first day to the last it falls evenly.'),
  anyTime: z
    .boolean()
    .default(false)
    .describe('Writes outside the windows too, and counts its attempts by the whole day. Calls keep to the windows.'),
  words: words.describe('What is said here at the 1st, the 2nd, ... attempt, in place of the `words` of the cadence.'),
});

const window = z.strictObject({
  weekdays: z
    .array(z.enum(weekdays))
    .min(1)
    .max(7)
    .default([...weekdays])
    .describe('The days on which it opens.'),
  from: clockTime.describe('Opens, in the local time of the lead.'),
  to: clockTime.describe('Closes; "24:00" is midnight.'),
});

const limits = z
  .strictObject({
    perHour: z.int().min(1).max(100_000).default(100).describe('Attempts of a channel within an hour.'),
    perDay: z.int().min(1).max(1_000_000).default(1000).describe('Attempts of a channel within 24 hours.'),
  })
  .prefault({});

const recontact = z.strictObject({
  staleAfterHours: z.number().min(0.25).max(720).default(4).describe('How long a conversation rests before the first.'),
  coolDownHours: z.number().min(1).max(720).default(24).describe('How long after one the next may follow.'),
  atMost: z.int().min(1).max(10).default(3).describe('How many, until the lead answers again.'),
  words: words.describe('What is said at the 1st, the 2nd, ... of them.'),
  onExhausted: onExhausted.describe('What follows when the lead has answered none of them.'),
  coldStatus: key.optional().describe('The status of a lead that went cold; that of the cadence where missing.'),
});

const plainChannel = key.transform((name) => channel.parse({ channel: name }));

/** How a silent lead is reached: by what, when, and how often. */
export const cadenceSchema = z.strictObject({
  channels: z
    .array(
      z.union([plainChannel, channel], 'write the name of a channel, such as sms, or `channel: ...` with its settings'),
    )
    .min(1)
    .max(10)
    .describe('By which channels, in the order of first contact: names, or names with their settings.'),
  windows: z
    .array(window)
    .max(20)
    .default([])
    .describe('When the lead may be contacted; every day from 09:00 to 21:00 where none is written.'),
  days: z.int().min(1).max(60).default(5).describe('On how many days at most; those without a window do not count.'),
  gapMinutes: z.int().min(1).max(1440).default(3).describe('How long after an attempt another channel may follow.'),
  hoursBetween: z.number().min(0.25).max(168).default(2).describe('How long between two attempts of one channel.'),
  atMostPerWeek: z.int().min(1).max(100).optional().describe('Attempts of all channels within any seven days.'),
  limits: limits.describe('How much a channel sends to all leads of the workspace together.'),
  words: words.describe(
    'What is said at the 1st, the 2nd, ... attempt of a channel; the agent finds words for others.',
  ),
  recontact: z
    .union([recontact, z.literal(false)], 'write `false`, or keys with values')
    .prefault({})
    .describe('How a lead is contacted again that answered once and fell silent; false: not at all.'),
  onExhausted: onExhausted.describe(
    'What follows when the lead never answered. cold: it goes to coldStatus. pause: its run is paused. nothing: it stays.',
  ),
  coldStatus: key
    .optional()
    .describe('The status of a lead that went cold; the first of category deferred where missing.'),
});

export type CadenceRule = z.infer<typeof cadenceSchema>;
export type CadenceChannel = CadenceRule['channels'][number];
export type CadenceWindow = CadenceRule['windows'][number];
export type RecontactRule = Exclude<CadenceRule['recontact'], false>;
