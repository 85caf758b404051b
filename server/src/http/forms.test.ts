import { expect, it } from 'vitest';
import { readForm } from './forms.ts';

it.each([
  ['', {}],
  ['a=1&b=two+words&c=%C3%A9%26', { a: '1', b: 'two words', c: 'é&' }],
  ['a=1&a=2&a=3', { a: ['1', '2', '3'] }],
  ['a[]=1', { a: ['1'] }],
  ['a%5B%5D=1&a%5B%5D=2', { a: ['1', '2'] }],
  ['a=1&a[]=2', { a: ['1', '2'] }],
  ['a&=b', { a: '', '': 'b' }],
  ['a=%ff%', { a: '\u{fffd}%' }],
])('reads %j', (body, fields) => {
  expect(readForm(body)).toEqual(fields);
});

it('makes __proto__ a field like any other, for the check of values to refuse', () => {
  expect(Object.keys(readForm('__proto__=1'))).toEqual(['__proto__']);
});
