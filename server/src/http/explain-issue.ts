import type { z } from 'zod';

/** zod's issue before it has words; a schema's own message wins over these. */
type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  date: 'a date and time',
};
const formats: Readonly<Record<string, string>> = {
  uuid: 'a UUID such as 0190a3c1-7c1f-7d3e-9d2a-3f6f0c9b1e55',
  email: 'an e-mail address such as ada@example.com',
  url: 'an absolute URL such as https://example.com/page',
  datetime: 'a date and time in ISO 8601 such as 2026-03-01T09:30:00.000Z',
  date: 'a date such as 2026-03-01',
  time: 'a time such as 09:30',
};

/** Words for an issue that say what to do, for zod's `error` option. */
export function explainIssue(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return `This is required: give ${kinds[issue.expected] ?? 'a value'}.`;
      return `Give ${kinds[issue.expected] ?? issue.expected}.`;
    case 'invalid_format':
      return `Give ${formats[issue.format] ?? 'it in the right format'}.`;
    case 'invalid_value':
      return `Use one of: ${issue.values.map(String).join(', ')}.`;
    case 'too_small':
      return limit(issue, issue.inclusive === false ? 'more than' : 'at least', issue.minimum);
    case 'too_big':
      return limit(issue, issue.inclusive === false ? 'less than' : 'at most', issue.maximum);
    case 'not_multiple_of':
      return `Give a multiple of ${issue.divisor}.`;
    case 'unrecognized_keys':
      return 'Nobody reads this field: remove it, or check its spelling.';
    default:
      return undefined;
  }
}

function limit(issue: { readonly origin?: string }, bound: string, figure: number | bigint): string {
  if (issue.origin === 'string') return `Give ${bound} ${figure} ${figure === 1 ? 'character' : 'characters'}.`;
  if (issue.origin === 'array' || issue.origin === 'set') {
    return `Give ${bound} ${figure} ${figure === 1 ? 'entry' : 'entries'}.`;
  }
  return `Give ${bound} ${figure}.`;
}
