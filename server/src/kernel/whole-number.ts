import { z } from 'zod';

/**
 * A whole number as a query carries it, `fallback` where it is missing: digits only, as `1e2`, `0x10` and the empty
 * text are numbers to JavaScript.
 */
export function wholeNumber(min: number, max: number, fallback: number) {
  // The inner default is what the API's description shows: zod leaves out that of a schema that transforms.
  return z.preprocess(readDigits, between(min, max).default(fallback)).default(fallback);
}

/** The same where its absence means something of its own. */
export function optionalWholeNumber(min: number, max: number) {
  return z.preprocess(readDigits, between(min, max)).optional();
}

function between(min: number, max: number) {
  return z.int({ error: explain }).min(min).max(max);
}

function readDigits(given: unknown): unknown {
  return typeof given === 'string' && /^[0-9]+$/.test(given) ? Number(given) : given;
}

function explain({ code }: { readonly code?: string | undefined }): string | undefined {
  return code === 'invalid_type' ? 'Give a whole number in digits, such as 25.' : undefined;
}
