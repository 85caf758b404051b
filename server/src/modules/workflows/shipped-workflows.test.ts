import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseWorkflowFile } from './parse-workflow-file.ts';

const folder = new URL('../../../../workflows/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

test('three workflows are shipped', () => {
  expect(files).toEqual(['business-loan-documents.yaml', 'property-viewing.yaml', 'salon-appointment.yaml']);
});

describe.each(files)('%s', (fileName) => {
  const text = readFileSync(new URL(fileName, folder), 'utf8');

  test('is sound, without a warning, and named as its file', () => {
    const { definition, warnings } = parseWorkflowFile(text, { fileName });
    expect(warnings).toEqual([]);
    expect(`${definition.key}.yaml`).toBe(fileName);
  });

  test('names its schema on the first line, for editors', () => {
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../docs/workflow.schema.json');
  });

  test('reads the same when the definition that was read is stored and read again', () => {
    const { definition } = parseWorkflowFile(text, { fileName });
    expect(parseWorkflowFile(JSON.stringify(definition), { fileName }).definition).toEqual(definition);
  });
});
