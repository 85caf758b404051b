import { z } from 'zod';
import { timeInput } from '../../kernel/times.ts';
import { hoursInput } from '../members/index.ts';

const windows = hoursInput.refine(
  (week) => Object.values(week).some((openings) => openings && openings.length > 0),
  'Give at least one opening, or null for always.',
);

export const campaignFields = {
  name: z.string().trim().min(1).max(200),
  workflow: z.string().max(60).optional().describe("A workflow's key or id: where its leads are taken into."),
  perHour: z
    .int()
    .min(1)
    .max(100_000)
    .nullable()
    .optional()
    .describe('Leads an hour at most, spread evenly; no limit where it is missing.'),
  windows: windows
    .nullable()
    .optional()
    .describe("When leads are taken, by weekday and the workspace's clocks; always where it is missing."),
  startAt: timeInput.nullable().optional().describe('Once it is started: not before this time.'),
};
