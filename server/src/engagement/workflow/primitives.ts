// The small schemas that every part of a workflow definition is made of.
import { z } from 'zod';

export const key = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,59}$/, 'use lower-case letters, digits and _, starting with a letter, at most 60')
  .describe('A name for machines: lower-case letters, digits and _, never shown to the lead.');

export const slug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,59}$/, 'use lower-case letters, digits and -, starting with a letter, at most 60')
  .describe('A name for links: lower-case letters, digits and -.');

export const label = z.string().trim().min(1).max(120);

export const sentence = z.string().trim().min(1).max(1000);

export const template = z
  .string()
  .trim()
  .regex(/^[\w.-]{1,512}$/, 'write the name of the template as its provider knows it: letters, digits, _, . and -')
  .describe('The template that the channel has approved for these words: sent in their place outside its window.');

/** What is said at a time of the agent's own: words, or words with the template that stands for them. */
export const wording = z.union(
  [sentence, z.strictObject({ say: sentence.describe('The words.'), template })],
  'write words, or `say: words` with the `template` that its provider has approved for them',
);
export type Wording = z.infer<typeof wording>;

export const date = z.iso.date('write a day that exists as YYYY-MM-DD');

export const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'write a time as HH:MM, 24 hours, in quotes ("09:00")');

const DAY_MS = 86_400_000;
const LONGEST_CLOSURE_DAYS = 366;

const dateRange = z
  .strictObject({ from: date.describe('The first day closed.'), to: date.describe('The last day closed.') })
  .refine(({ from, to }) => from <= to, 'write the earlier day as `from`')
  .refine(({ from, to }) => daysBetween(from, to) < LONGEST_CLOSURE_DAYS, 'close for at most 366 days at a time');

/** Days closed, written as days or as ranges; read as single days, sorted, each once. */
export const closures = z
  .array(z.union([date, dateRange], 'write a day that exists as YYYY-MM-DD, or `from` and `to` of several days'))
  .max(200)
  .transform((written) => [...new Set(written.flatMap(daysOf))].sort())
  .pipe(z.array(date));

function daysOf(closure: string | { from: string; to: string }): string[] {
  if (typeof closure === 'string') return [closure];
  const first = Date.parse(closure.from);
  return Array.from({ length: daysBetween(closure.from, closure.to) + 1 }, (_, index) =>
    new Date(first + index * DAY_MS).toISOString().slice(0, 10),
  );
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}
