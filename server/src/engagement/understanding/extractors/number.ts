import { inUnitOfField } from './duration-unit.ts';
import { isOnlyAnswer } from './only-answer.ts';
import { findQuantities } from './quantity.ts';
import { type Extractor, spanOf } from './types.ts';

/**
 * Numbers in digits and words. By itself a number says little of what it counts: only a message that holds nothing
 * else is sure, otherwise the caller must find the field's words beside it. Of a range, the lower end.
 */
export const findNumbers: Extractor<number> = (text, context, listening) =>
  inUnitOfField(text, findQuantities(text, context), listening?.field, context).map((quantity) => {
    const alone = listening?.asked === true && isOnlyAnswer(text, quantity.start, quantity.end, context.language);
    const wantsUpper = quantity.upper !== undefined && (listening?.field?.validation?.min ?? 0) > quantity.value;
    const value = wantsUpper && quantity.upper !== undefined ? quantity.upper : quantity.value;
    return spanOf(text, quantity, value, (alone ? 0.7 : 0.4) * (quantity.upper === undefined ? 1 : 0.9));
  });

/** The same for whole numbers: "2.5" is none. */
export const findIntegers: Extractor<number> = (text, context, listening) =>
  findNumbers(text, context, listening).filter((span) => Number.isInteger(span.value));
