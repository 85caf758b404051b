import { z } from 'zod';
import type { TxCtx } from '../../db/database.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { timeInput } from '../../kernel/times.ts';

/** An hour and a half of talking. */
const MOST_TURNS = 1_000;
const MOST_CHARACTERS = 100_000;
/** By so much the clock of whoever hands a call in may be ahead of ours. */
const CLOCK_SKEW_MS = 300_000;
const LONGEST_MS = 24 * 3_600_000;

const word = (most: number) => z.string().trim().min(1).max(most);

const turn = z.strictObject({
  speaker: z.enum(['lead', 'agent']).describe('`agent` is whoever spoke for the business, a program or a person.'),
  text: z.string().trim().min(1).max(10_000),
  at: timeInput.optional().describe('When it was said.'),
});

/** What can be told of a call once it is over. */
export const callOutcome = {
  endedAt: timeInput.optional().describe('The end. Without it a call goes on, unless `status` says otherwise.'),
  status: z
    .enum(['in_progress', 'ended', 'failed'])
    .optional()
    .describe('`failed`: nobody was reached. Without it as `endedAt` says.'),
  endedReason: word(200).optional().describe("The provider's word for it, such as customer-ended-call."),
  outcome: word(200).optional().describe('What came of it, in your own words.'),
  recordingUrl: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional(),
  summary: word(10_000).optional().describe('What somebody wrote about it: words about the lead, none of its own.'),
  transcript: z
    .array(turn)
    .min(1)
    .max(MOST_TURNS)
    .refine(
      (turns) => turns.reduce((length, { text }) => length + text.length, 0) <= MOST_CHARACTERS,
      `At most ${MOST_CHARACTERS.toLocaleString('en')} characters in all.`,
    )
    .optional()
    .describe('What was said, turn by turn in its order. It is read once, as messages of the lead are.'),
};

export const newCallSchema = z.strictObject({
  direction: z.enum(['inbound', 'outbound']).describe('Who called whom: the lead us, or we the lead.'),
  from: word(60).optional().describe('The number that called.'),
  to: word(60).optional().describe('The number that was called.'),
  provider: word(60).optional().describe('Who carried it, such as vapi.'),
  providerCallId: word(200).optional().describe("The provider's id for it: a lead has one call with it."),
  startedAt: timeInput.optional().describe('Now where it is missing.'),
  ...callOutcome,
});
export type NewCall = z.infer<typeof newCallSchema>;

export const callChangeSchema = z
  .strictObject(callOutcome)
  .refine((input) => Object.values(input).some((value) => value !== undefined), 'Give at least one field to change.');
export type CallChange = z.infer<typeof callChangeSchema>;

/** What a call is by its times, checked. */
export interface Course {
  readonly status: 'in_progress' | 'ended' | 'failed';
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly durationSeconds: number | null;
}

interface Given {
  readonly startedAt: Date;
  readonly endedAt?: string | undefined;
  readonly status?: Course['status'] | undefined;
}

/** When a call began and ended. Raises `invalid_input` for times that cannot be, or an end of a call that goes on. */
export function courseOf({ at }: TxCtx, { startedAt, endedAt, status }: Given): Course {
  const refuse = (path: string, message: string) => {
    throw invalidInput('The times of the call cannot be.', [{ path: [path], message }]);
  };
  const latest = at.getTime() + CLOCK_SKEW_MS;
  if (startedAt.getTime() > latest) refuse('startedAt', 'Give a time that is not still to come.');
  if (endedAt === undefined && (status ?? 'in_progress') === 'in_progress')
    return { status: 'in_progress', startedAt, endedAt: null, durationSeconds: null };
  if (status === 'in_progress') refuse('status', 'A call that has an end does not go on.');
  const end = endedAt === undefined ? new Date(Math.max(at.getTime(), startedAt.getTime())) : new Date(endedAt);
  if (end.getTime() > latest) refuse('endedAt', 'Give a time that is not still to come.');
  if (end < startedAt) refuse('endedAt', 'Give a time after startedAt.');
  if (end.getTime() - startedAt.getTime() > LONGEST_MS)
    refuse('endedAt', 'Give a time within 24 hours of startedAt: no call is longer.');
  const durationSeconds = Math.round((end.getTime() - startedAt.getTime()) / 1000);
  return { status: status === 'failed' ? 'failed' : 'ended', startedAt, endedAt: end, durationSeconds };
}

/** Raises `invalid_input` for what only a call that is over has. */
export function requireEnd({ status }: Course, given: CallChange): void {
  if (status !== 'in_progress') return;
  const early = (['endedReason', 'summary', 'transcript', 'outcome', 'recordingUrl'] as const).filter(
    (key) => given[key] !== undefined,
  );
  if (early.length === 0) return;
  const message = 'A call has this once it is over: give endedAt as well.';
  throw invalidInput(
    'The call still goes on.',
    early.map((key) => ({ path: [key], message })),
  );
}
