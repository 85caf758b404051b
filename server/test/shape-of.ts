/** Keys and kinds of values, to compare an answer with a page's in both directions; `time` is how times are written. */
export function shapeOf(value: unknown, time: RegExp): unknown {
  if (Array.isArray(value)) return value.map((inner) => shapeOf(inner, time));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner, time)]));
  if (typeof value === 'string' && time.test(value)) return 'time';
  return value === null ? 'null' : typeof value;
}
