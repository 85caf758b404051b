import type { z } from 'zod';
import { type CadenceRule, cadenceSchema } from '../../cadence/cadence-schema.ts';
import { bookingSchema } from '../booking-schema.ts';
import { checklistGroupSchema } from '../checklist-schema.ts';
import { workflowSchema } from '../definition.ts';
import { fieldSchema, type WorkflowField } from '../field-schema.ts';
import { type ScoringRule, scoringSchema } from '../scoring-schema.ts';
import { statusSchema } from '../status-schema.ts';
import { isRecord, type Path, valueAt } from './problem.ts';

/** An entry of a list: what it is called, and what it says where it could be read. */
interface Entry<T> {
  readonly path: Path;
  readonly name: string | undefined;
  readonly value: T | undefined;
}

const parts = {
  disqualify: workflowSchema.shape.disqualify.unwrap().element,
  handover: workflowSchema.shape.handover.unwrap(),
  answer: workflowSchema.shape.answers.unwrap().element,
};

/**
 * As much of a workflow as can be read, part by part, so that the checks across the file also run on one whose
 * schema has errors elsewhere. A part that cannot be read keeps its name: it exists for those that refer to it.
 */
export interface Outline {
  readonly key: unknown;
  readonly goal: unknown;
  readonly fields: readonly Entry<WorkflowField>[];
  readonly statuses: readonly Entry<z.infer<typeof statusSchema>>[];
  readonly disqualify: readonly Entry<z.infer<typeof parts.disqualify>>[];
  readonly scoring: readonly Entry<ScoringRule>[];
  readonly checklist: readonly Entry<z.infer<typeof checklistGroupSchema>>[];
  readonly answers: readonly Entry<z.infer<typeof parts.answer>>[];
  readonly handover: z.infer<typeof parts.handover> | undefined;
  readonly booking: z.infer<typeof bookingSchema> | undefined;
  readonly hasBooking: boolean;
  readonly cadence: CadenceRule | undefined;
}

export function readOutline(input: unknown): Outline {
  return {
    key: valueAt(input, ['key']),
    goal: valueAt(input, ['goal']),
    fields: entries(input, 'fields', fieldSchema),
    statuses: entries(input, 'statuses', statusSchema),
    disqualify: entries(input, 'disqualify', parts.disqualify),
    scoring: entries(input, 'scoring', scoringSchema),
    checklist: entries(input, 'checklist', checklistGroupSchema),
    answers: entries(input, 'answers', parts.answer),
    handover: parts.handover.safeParse(valueAt(input, ['handover'])).data,
    booking: bookingSchema.safeParse(valueAt(input, ['booking'])).data,
    hasBooking: isRecord(valueAt(input, ['booking'])),
    cadence: cadenceSchema.safeParse(valueAt(input, ['cadence'])).data,
  };
}

function entries<T>(input: unknown, list: string, schema: z.ZodType<T>): Entry<T>[] {
  const written = valueAt(input, [list]);
  if (!Array.isArray(written)) return [];
  return written.map((entry: unknown, index) => {
    const name = valueAt(entry, ['key']);
    return {
      path: [list, index],
      name: typeof name === 'string' ? name : undefined,
      value: schema.safeParse(entry).data,
    };
  });
}
