import { z } from 'zod';
import { patternProblem } from '../workflow/pattern.ts';
import { fileKinds } from './file-kind.ts';
import type { ItemKind } from './item-value.ts';

/** Most files that one item can ask for. */
export const MOST_FILES = 30;

const count = (most: number) => z.int().min(1).max(most);
const option = z.union([z.string().trim().min(1), z.number()]);
const files = {
  minFiles: count(MOST_FILES).optional(),
  accept: z.array(z.enum(fileKinds)).min(1).optional(),
};
const identity = z.enum(['DRIVERS_LICENSE', 'PASSPORT']);
const pattern = z.string().superRefine((text, ctx) => {
  const problem = patternProblem(text);
  if (problem !== undefined) ctx.addIssue({ code: 'custom', message: `This ${problem}.` });
});

/** What is known of each type's settings; others are kept and say nothing. Facts of Omni's reference. */
const schemas: Readonly<Record<ItemKind['fieldType'], z.ZodType>> = {
  TEXT: z.looseObject({ pattern: pattern.optional() }),
  NUMBER: z
    .looseObject({ min: z.number().optional(), max: z.number().optional() })
    .refine(({ min, max }) => min === undefined || max === undefined || min <= max, {
      path: ['min'],
      message: 'Give a min that is not over max.',
    }),
  SELECT: z.looseObject({ options: z.array(option, 'Give a list of texts.').min(1).max(200).optional() }),
  DATE: z.looseObject({}),
  EMAIL: z.looseObject({}),
  PHONE: z.looseObject({}),
  EIN: z.looseObject({}),
  FILE: z.looseObject(files),
  ID: z.looseObject({ ...files, type: z.union([identity, z.array(identity).min(1)]).optional() }),
  BANK_STATEMENT: z.looseObject({
    ...files,
    months: count(60).optional(),
    gracePeriodDays: z.int().min(0).max(365).optional(),
  }),
  TAX_RETURN: z.looseObject({
    ...files,
    years: z.union([count(20), z.array(z.int().min(1990).max(2100)).min(1).max(20)]).optional(),
  }),
};

export interface ConfigProblem {
  readonly key: string;
  readonly message: string;
}

/** What is wrong with the settings of an item's type: a pattern that could run away, a bound that is no number. */
export function configProblems({ fieldType, config }: ItemKind): ConfigProblem[] {
  const { error } = schemas[fieldType].safeParse(config ?? {});
  return (error?.issues ?? []).map(({ path, message }) => ({ key: String(path[0] ?? ''), message }));
}

/** How many files complete an item, and how many it usually takes: fewer are for a person to look at. */
export function filesFor({ config }: Pick<ItemKind, 'config'>): { readonly least: number; readonly usual: number } {
  const { minFiles, months, years } = config ?? {};
  const least = numberOf(minFiles) ?? 1;
  const usual = numberOf(months) ?? (Array.isArray(years) ? years.length : numberOf(years)) ?? least;
  return { least, usual: Math.max(least, usual) };
}

/** A document item's status with so many files: fewer than usual may still be all, which a person must see. */
export function statusWithFiles(
  item: Pick<ItemKind, 'config'> & { readonly validationRules: readonly string[] },
  files: number,
  hasDoubts: boolean,
): 'todo' | 'needs_review' | 'completed' {
  const { least, usual } = filesFor(item);
  if (files < least) return 'todo';
  return hasDoubts || files < usual || item.validationRules.length > 0 ? 'needs_review' : 'completed';
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 ? Math.min(Math.floor(value), MOST_FILES) : undefined;
}
