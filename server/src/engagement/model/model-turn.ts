import { z } from 'zod';
import type { Situation } from '../situation.ts';
import { onceFor } from '../understanding/keep.ts';
import type { WorkflowDefinition, WorkflowField } from '../workflow/definition.ts';

const words = z.string().min(1).max(500);

/** What a model proposes in a turn. Nothing of it is true before it is checked. */
export interface ModelTurn {
  /** What to say now. */
  readonly message: string;
  /** By field key, each with the lead's words that it came from. */
  readonly variables?:
    | Readonly<Record<string, { words: string; value: unknown } | null | undefined>>
    | null
    | undefined;
  /** Counted from 1, among the slots offered. */
  readonly slot?: { readonly number: number; readonly words: string } | null | undefined;
  readonly answer?: string | null | undefined;
  readonly status?: string | null | undefined;
  readonly asks?: string | null | undefined;
}

/** More times are never offered at once. */
const MOST_SLOTS = 10;

/** The workflow as the type of a tool's input: its fields with their types, its statuses and answers, and a choice where times are offered. */
export function modelTurnSchema({ workflow, conversation }: Situation): z.ZodType<ModelTurn> {
  return conversation.dialogue.offered.length > 0 ? withSlot(workflow) : withoutSlot(workflow);
}

/** A version of a workflow is one object for as long as it is used. */
const withSlot = onceFor((workflow: WorkflowDefinition) => schemaFor(workflow));
const withoutSlot = onceFor((workflow: WorkflowDefinition) => schemaFor(workflow).omit({ slot: true }));

function schemaFor({ fields, statuses, answers }: WorkflowDefinition) {
  const chosen = z.object({ number: z.int().min(1).max(MOST_SLOTS), words });
  const schema = z.object({
    message: z.string().max(2_000).describe('What to say to the lead now.'),
    variables: claimsFor(fields).nullish().describe('Only what "lead.message" says.'),
    slot: chosen.nullish().describe('The offered time that the lead chose.'),
    answer: keyOf(answers).nullish().describe('The entry of "answers" that answers what the lead asks.'),
    status: keyOf(statuses).nullish().describe('A status that the lead has reached by what is known.'),
    asks: keyOf(fields).nullish().describe('The field that your message asks for.'),
  });
  // A choice among nothing is no part of a type that every endpoint understands.
  return schema.omit({
    ...(answers.length === 0 && { answer: true as const }),
    ...(fields.length === 0 && { variables: true as const, asks: true as const }),
  });
}

/** What may be claimed of a lead: by field, the words and what they mean. */
export function claimsFor(fields: readonly WorkflowField[]) {
  return z.object(Object.fromEntries(fields.map((field) => [field.key, claimed(field).nullish()] as const)));
}

function claimed(field: WorkflowField): z.ZodType<{ words: string; value: unknown }> {
  return z.object({ words: words.describe("The lead's exact words."), value: typeOfValue(field) });
}

function typeOfValue({ type, options }: WorkflowField): z.ZodType {
  const [first, ...more] = options.map(({ value }) => value);
  switch (type) {
    case 'boolean':
      return z.boolean();
    case 'number':
    case 'integer':
      return z.number();
    case 'select':
      return first === undefined ? z.string() : z.enum([first, ...more]);
    case 'multiselect':
      return z.array(first === undefined ? z.string() : z.enum([first, ...more]));
    default:
      return z.string().max(500);
  }
}

function keyOf(entries: readonly { readonly key: string }[]): z.ZodType<string> {
  const [first, ...more] = entries.map(({ key }) => key);
  return first === undefined ? z.never() : z.enum([first, ...more]);
}
