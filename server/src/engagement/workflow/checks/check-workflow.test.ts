import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkWorkflow } from './check-workflow.ts';

test('whatever is given, the answer is a definition or at least one error', () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.anything()), (input) => {
      const { definition, problems } = checkWorkflow(input);
      expect(definition === undefined).toBe(problems.some(({ severity }) => severity === 'error'));
    }),
  );
});

test('keys that every object has are no keys of a workflow', () => {
  const { problems } = checkWorkflow({ key: 'a', constructor: 1, toString: 2, agent: { hasOwnProperty: 3 } });
  expect(problems.map(({ message }) => message)).toContain(
    'unknown key `hasOwnProperty`; known here: name, role, tone, greeting, language',
  );
});
