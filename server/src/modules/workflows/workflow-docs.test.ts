import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { workflowJsonSchema } from '../../engagement/workflow/json-schema.ts';
import { parseWorkflowFile } from './parse-workflow-file.ts';

const page = readFileSync(new URL('../../../../docs/workflows.md', import.meta.url), 'utf8');
const parts = [...page.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, part]) => part ?? '');

test('the parts of docs/workflows.md are together one workflow without a warning', () => {
  const now = new Date('2030-01-01T00:00:00Z');
  const { definition, warnings } = parseWorkflowFile(parts.join(''), { fileName: 'workflows.md', now });
  expect(definition.key).toBe('piano-lessons');
  expect(warnings).toEqual([]);
});

test('every key is explained, and used in an example', () => {
  const keys = [...new Set(keysOf(workflowJsonSchema()))];
  expect(keys).toContain('slotStepMinutes');
  const explained = page.replace(/^```.*?^```$/gms, '');
  const weekdays = ['tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
  expect(keys.filter((key) => !weekdays.includes(key) && !explained.includes(`\`${key}\``))).toEqual([]);
  const examples = [...page.matchAll(/^```.*?^```$/gms)].join('');
  expect(keys.filter((key) => !new RegExp(`\\b${key}:`).test(examples))).toEqual([]);
});

function* keysOf(node: unknown): Generator<string> {
  if (typeof node !== 'object' || node === null) return;
  for (const [name, value] of Object.entries(node)) {
    if (name === 'properties') yield* Object.keys(value);
    yield* keysOf(value);
  }
}
