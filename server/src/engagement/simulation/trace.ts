import { z } from 'zod';

const time = z.iso.datetime();
const reason = z.string().describe('Why, as it would stand on the timeline.');

const message = z.object({
  kind: z.literal('message'),
  author: z.enum(['lead', 'agent', 'person']),
  channel: z.string(),
  text: z.string(),
  reason: reason.nullable().describe('Why the agent said it; null for the words of others.'),
});

const learned = z.object({
  kind: z.literal('learned'),
  key: z.string(),
  label: z.string(),
  value: z.unknown(),
  valueText: z.string().describe('The words said; for a yes-no or a closed list the option itself.'),
  confidence: z.number().min(0).max(1),
  reason,
});

const forgot = z.object({ kind: z.literal('forgot'), key: z.string(), label: z.string(), reason });

const moved = z.object({
  kind: z.literal('moved'),
  what: z.enum(['stage', 'status']),
  from: z.string(),
  to: z.string().describe('The stage, or the key of the status.'),
  reason,
});

const appointment = z.object({
  startAt: time,
  endAt: time,
  resourceKey: z.string().nullable(),
  resourceName: z.string().nullable(),
});

const appointmentChange = appointment.extend({
  kind: z.literal('appointment'),
  change: z.enum(['booked', 'moved', 'cancelled']),
  reason,
});

const draft = z.object({
  kind: z.literal('draft'),
  change: z.enum(['written', 'withdrawn']),
  text: z.string(),
  reason,
  waiting: z.array(z.string()).describe('What is done only when it is approved: `book`, `move`, `cancel`, ...'),
});

const standing = z.object({
  kind: z.literal('standing'),
  change: z.enum(['needs_person', 'taken_over', 'handed_back', 'disqualified', 'opted_out', 'opted_in']),
  reason,
});

const refused = z.object({
  kind: z.literal('refused'),
  what: z.string().describe('What was not done, such as `send` or `book`.'),
  rule: z.string().describe('The rule that refused it.'),
});

const attempt = z.object({
  kind: z.literal('attempt'),
  phase: z.enum(['reaching', 'recontacting']),
  channel: z.string(),
  number: z.int().describe('The how-manieth it is: of its channel while reaching, since the last answer otherwise.'),
});

const waits = z.object({
  kind: z.literal('waits'),
  until: time.describe('When it is looked at again.'),
  rule: z.string().describe('Why it may not be said yet.'),
});

const note = z.object({ kind: z.literal('note'), text: z.string() });

/** One thing that came of a turn. */
const happeningSchema = z
  .discriminatedUnion('kind', [
    message,
    learned,
    forgot,
    moved,
    appointmentChange,
    draft,
    standing,
    refused,
    attempt,
    waits,
    note,
  ])
  .meta({ id: 'SimulatedHappening' });
export type Happening = z.infer<typeof happeningSchema>;

const afterSchema = z.object({
  stage: z.string(),
  statusKey: z.string(),
  runStatus: z.enum(['running', 'paused', 'completed', 'cancelled', 'transferred']),
  owner: z.enum(['agent', 'person']),
  needsHuman: z.boolean(),
  optedOut: z.boolean(),
  score: z.int().nullable().describe('From 0 to 100, by the scoring of the workflow; null while none of it counts.'),
  contact: z.object({ name: z.string().nullable(), email: z.string().nullable(), phone: z.string().nullable() }),
  appointment: appointment.nullable().describe('The next that is to come.'),
  draft: z.string().nullable().describe('Words of an agent that listens which wait for approval.'),
  timers: z
    .array(z.object({ kind: z.string(), dueAt: time }))
    .describe('What happens next if nobody writes, the next one first.'),
});
export type Standing = z.infer<typeof afterSchema>;

const turnSchema = z.object({
  at: time,
  step: z.int().describe('Which step of the input it belongs to, from 0; -1 for what came of the lead’s being there.'),
  cause: z
    .string()
    .describe(
      'The stimulus: `lead_created`, `message_received`, `person_spoke`, `draft_approved`, `status_timeout`, ...; `time_passed` at the end of a wait.',
    ),
  happened: z.array(happeningSchema).describe('In the order in which it happened.'),
  after: afterSchema.describe('How things stand after it.'),
});
export type SimulatedTurn = z.infer<typeof turnSchema>;

/** What a simulation shows: each turn, and how things stand at its end. */
export const traceSchema = z
  .object({
    workflow: z.object({ key: z.string(), name: z.string() }),
    timeZone: z.string().describe('The zone in which the lead’s words about time were understood.'),
    startAt: time,
    endAt: time,
    turns: z.array(turnSchema),
    variables: z.record(
      z.string(),
      z.object({ value: z.unknown(), valueText: z.string(), confidence: z.number().min(0).max(1) }),
    ),
    after: afterSchema,
    score: z
      .object({
        score: z.int().nullable().describe('As under `after`.'),
        parts: z
          .array(z.object({ label: z.string(), points: z.int(), counts: z.boolean().describe('At the end.') }))
          .describe("Every rule of scoring, in the workflow's order."),
      })
      .describe('What the score at the end is made of.'),
    stoppedBecause: z.string().nullable().describe('Why it ended before its last step; null where it did not.'),
  })
  .meta({ id: 'SimulationTrace' });
export type Trace = z.infer<typeof traceSchema>;
