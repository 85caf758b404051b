import { expect, it } from 'vitest';
import { workflowSchema } from './definition.ts';
import { propertyOf } from './lead-property.ts';

const properties = (...fields: { key: string; type: string; leadProperty?: string }[]) => {
  const definition = workflowSchema.parse({
    key: 'test',
    name: 'Test',
    goal: 'qualification',
    agent: { name: 'Mia', role: 'the assistant' },
    fields: fields.map((field) => ({ ...field, label: field.key, ask: `${field.key}?` })),
    statuses: [{ key: 'new', label: 'New', category: 'active', flags: ['initial'] }],
  });
  return definition.fields.map((field) => propertyOf(definition, field));
};

it.each([
  [
    'the first e-mail is the lead\u2019s, a second is not',
    [
      { key: 'mail', type: 'email' },
      { key: 'accountant', type: 'email' },
    ],
    ['email', undefined],
  ],
  [
    'one that is named takes it from the others',
    [
      { key: 'accountant', type: 'email' },
      { key: 'own', type: 'email', leadProperty: 'email' },
    ],
    [undefined, 'email'],
  ],
  ['a phone', [{ key: 'phone', type: 'phone' }], ['phone']],
  [
    'the field called name, and no other name',
    [
      { key: 'stylist', type: 'name' },
      { key: 'name', type: 'name' },
    ],
    [undefined, 'name'],
  ],
  [
    'a text stands for what it names',
    [
      { key: 'reason', type: 'text', leadProperty: 'goal' },
      { key: 'notes', type: 'text' },
    ],
    ['goal', undefined],
  ],
])('%s', (_name, fields, wanted) => {
  expect(properties(...fields)).toEqual(wanted);
});
