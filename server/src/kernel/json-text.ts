import { z } from 'zod';
import { findUnfit } from './check-values.ts';

/**
 * For `z.string().transform(parseJsonText)`: the value that a text holds as JSON. What is none, and what JSON hides
 * behind its escapes and no request may hold, is an issue of the schema.
 */
export function parseJsonText(text: string, ctx: z.RefinementCtx): unknown {
  try {
    const value: unknown = JSON.parse(text);
    const unfit = findUnfit(value);
    if (unfit === undefined) return value;
    ctx.addIssue({ code: 'custom', path: [...unfit.path], message: unfit.message });
  } catch (error) {
    ctx.addIssue({ code: 'custom', message: `This is not JSON: ${error instanceof Error ? error.message : ''}` });
  }
  return z.NEVER;
}
