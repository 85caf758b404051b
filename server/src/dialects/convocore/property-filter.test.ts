import { expect, it } from 'vitest';
import { readPropertyFilter } from './property-filter.ts';

it.each([
  [undefined, undefined],
  ['', undefined],
  ['plan:pro', [{ metadataKey: 'plan', value: 'pro' }]],
  ['plan=pro', [{ metadataKey: 'plan', value: 'pro' }]],
  ['link:https://a.b/?c=d', [{ metadataKey: 'link', value: 'https://a.b/?c=d' }]],
  ['{"plan":"pro"}', [{ metadataKey: 'plan', value: 'pro' }]],
  ['{"value": 1200}', [{ metadataKey: 'value', value: '1200' }]],
  ['{"open": false}', [{ metadataKey: 'open', value: 'false' }]],
  [
    'company:Acme Corp',
    [
      { metadataKey: 'company', value: 'Acme Corp' },
      { field: 'businessName', value: 'Acme Corp' },
    ],
  ],
  ['phone', [{ metadataKey: 'phone' }, { field: 'phone' }]],
  ['plan:', [{ metadataKey: 'plan' }]],
  ['{"plan":null}', [{ metadataKey: 'plan' }]],
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
