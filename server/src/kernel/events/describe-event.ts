import { z } from 'zod';

/** What is known of a kind of event before one happens. */
export interface EventDescription<Fields extends z.ZodRawShape = z.ZodRawShape> {
  /** A sentence: when it happens. */
  readonly summary: string;
  /** The event's `data`, all of it. */
  readonly schema: z.ZodObject<Fields>;
  readonly example: z.input<z.ZodObject<Fields>>;
}

/** One entry of the catalogue: this is all that a new type of event needs. */
export function describeEvent<Fields extends z.ZodRawShape>(
  summary: string,
  fields: Fields,
  example: NoInfer<z.input<z.ZodObject<Fields>>>,
): EventDescription<Fields> {
  return { summary, schema: z.strictObject(fields), example };
}

/** Ids of examples: of no row. */
export const exampleId = (place: number) => `01935a3c-7f1e-7b2a-9c44-${String(place).padStart(12, '0')}`;
export const id = z.uuid();
export const text = z.string();
/** Why, as the timeline says it. */
export const reason = z.string().nullable();
export const time = z.iso.datetime();
