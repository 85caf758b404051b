import { expect, it } from 'vitest';
import { readPropertyFilter } from './property-filter.ts';

it.each([
  [undefined, undefined],
  ['', undefined],
  ['plan:pro', { key: 'plan', value: 'pro' }],
  ['plan=pro', { key: 'plan', value: 'pro' }],
  ['link:https://a.b/?c=d', { key: 'link', value: 'https://a.b/?c=d' }],
  ['{"plan":"pro"}', { key: 'plan', value: 'pro' }],
  ['{"value": 1200}', { key: 'value', value: '1200' }],
  ['{"open": false}', { key: 'open', value: 'false' }],
  ['company:Acme Corp', { key: 'company', field: 'businessName', value: 'Acme Corp' }],
  ['phone', { key: 'phone', field: 'phone' }],
  ['plan:', { key: 'plan' }],
  ['{"plan":null}', { key: 'plan' }],
])('%j looks for %j', (text, sought) => {
  expect(readPropertyFilter(text)).toEqual(sought);
});

it.each(['{plan:pro}', '{}', '{"a":1,"b":2}', '{"a":{"b":1}}', '{"a"', '{"a":"\\u0000"}', '{"\\ud83d":1}'])(
  '%j is refused by name',
  (text) => {
    expect(() => readPropertyFilter(text)).toThrowError(
      expect.objectContaining({
        code: 'invalid_input',
        issues: [expect.objectContaining({ path: ['propertyFilter'] })],
      }),
    );
  },
);
