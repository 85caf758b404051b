import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { eventCatalogue } from './event-types.ts';

const docs = readFileSync(fileURLToPath(new URL('../../../docs/events.md', import.meta.url)), 'utf8');

it.each([...eventCatalogue])(
  '%s is named as the standard wants, with an example that fits, and stands in the docs',
  (type, { schema, example, summary }) => {
    expect(type).toMatch(/^[a-z_]+\.[a-z_]+$/);
    expect(schema.parse(example)).toEqual(example);
    expect(summary).toMatch(/^[A-Z].+[.]$/);
    const row = docs.split('\n').find((line) => line.startsWith(`| \`${type}\` |`));
    expect(row, `${type} in docs/events.md`).toBeDefined();
    for (const field of Object.keys(schema.shape)) expect(row, `${type} ${field}`).toContain(`\`${field}\``);
  },
);

it('the docs name no event that there is not', () => {
  const named = [...docs.matchAll(/^\| `([a-z_]+\.[a-z_]+)` \|/gm)].map(([, name]) => name ?? '');
  expect(named.filter((name) => !eventCatalogue.has(name))).toEqual([]);
});
