import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { workflowJsonSchema } from '../../engagement/workflow/json-schema.ts';

test('docs/workflow.schema.json is what write-workflow-schema.ts writes', () => {
  const committed: unknown = JSON.parse(
    readFileSync(new URL('../../../../docs/workflow.schema.json', import.meta.url), 'utf8'),
  );
  expect(committed).toEqual(workflowJsonSchema());
});

test('every key that an editor can complete has a description', () => {
  expect([...undescribed(workflowJsonSchema(), '')]).toEqual([]);
});

function* undescribed(node: unknown, path: string): Generator<string> {
  if (typeof node !== 'object' || node === null) return;
  for (const [name, value] of Object.entries(node)) {
    if (name === 'properties') {
      for (const [key, property] of Object.entries(value)) {
        if (!isDescribed(property)) yield `${path}.${key}`;
      }
    }
    yield* undescribed(value, name === 'properties' ? path : `${path}/${name}`);
  }
}

function isDescribed(property: unknown): boolean {
  return typeof property === 'object' && property !== null && 'description' in property;
}
