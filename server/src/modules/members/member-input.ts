import { z } from 'zod';
import { weeklyHoursSchema } from '../../engagement/workflow/definition.ts';
import { isTimeZone } from '../../kernel/times.ts';
import { roles } from './member.ts';

const notifyTo = z
  .string()
  .trim()
  .max(2000)
  .refine(
    (text) => z.email().safeParse(text).success || z.url({ protocol: /^https$/ }).safeParse(text).success,
    'Give an e-mail address such as ada@example.com, or a URL that begins with https://.',
  );

/** Openings by weekday that make sense. */
export const hoursInput = weeklyHoursSchema.superRefine((week, issues) => {
  for (const [weekday, openings = []] of Object.entries(week)) {
    const sorted = openings.toSorted((one, other) => one.from.localeCompare(other.from));
    const isWrong = sorted.some(({ from, to }, place) => from >= to || (sorted[place + 1]?.from ?? '99') < to);
    const message = 'Write each from before its to, and no two over each other.';
    if (isWrong) issues.addIssue({ code: 'custom', path: [weekday], message });
  }
});

export const memberFields = {
  name: z.string().trim().min(1).max(200),
  email: z.email().max(254).describe('One member has it, in whatever case.'),
  role: z.enum(roles),
  timeZone: z
    .string()
    .max(60)
    .refine(isTimeZone, 'Use an IANA time zone such as Europe/Berlin.')
    .nullable()
    .optional()
    .describe("Of the hours; the workspace's where it is missing."),
  hours: hoursInput.nullable().optional().describe('When somebody is on duty; always where it is missing.'),
  notifyTo: notifyTo
    .nullable()
    .optional()
    .describe(
      'Where to tell that a person is needed: an e-mail address or an https URL; the e-mail where it is missing.',
    ),
};
