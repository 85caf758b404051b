import { describe, expect, it } from 'vitest';
import { context, field } from '../test-fields.ts';
import { findBooleans } from './boolean.ts';
import { findOptionLists, findOptions } from './select.ts';

const colour = field({
  key: 'colour',
  type: 'select',
  options: [
    { value: 'blonde', label: 'Blonde', synonyms: ['fair', 'golden'] },
    { value: 'brown', synonyms: ['brunette', 'dark brown'] },
    { value: 'full_colour', label: 'Full colour' },
    { value: 'highlights' },
  ],
});
const rooms = field({ key: 'rooms', type: 'select', options: [{ value: '1' }, { value: '2' }, { value: '3+' }] });

describe('closed list', () => {
  it.each([
    ['blonde', 'blonde'],
    ['Blondes have more fun', 'blonde'],
    ['I am a brunette', 'brown'],
    ['brunete', 'brown'],
    ['higlights please', 'highlights'],
    ['a full colour', 'full_colour'],
    ['not blonde, brown', 'brown'],
    ['no actually brown', 'brown'],
    ["I don't want highlights but full colour", 'full_colour'],
    ['anything but blonde. Golden? no. Brown', 'blonde'],
  ])('%j chooses %s', (text, value) => {
    expect(findOptions(text, context, { field: colour })[0]?.value).toBe(value);
  });

  it.each(['green', 'blow dry', 'the second one', 'not blonde'])('%j chooses none unasked', (text) => {
    expect(findOptions(text, context, { field: colour })).toEqual([]);
  });

  it.each([
    ['the second one', 'brown'],
    ['option 3', 'full_colour'],
    ['the last', 'highlights'],
    ['2', 'brown'],
    ['b', 'brown'],
    ['full', 'full_colour'],
  ])('%j chooses %s of a list just read out', (text, value) => {
    expect(findOptions(text, context, { field: colour, asked: true })[0]?.value).toBe(value);
  });

  it.each([
    ['two', '2'],
    ['1', '1'],
    ['five', '3+'],
  ])('%j chooses %s of numbers', (text, value) => {
    expect(findOptions(text, context, { field: rooms, asked: true })[0]?.value).toBe(value);
  });

  it('gathers several, all and none', () => {
    const extras = field({
      key: 'extras',
      type: 'multiselect',
      options: [{ value: 'parking' }, { value: 'garden' }, { value: 'lift' }],
    });
    const asked = { field: extras, asked: true };
    expect(findOptionLists('parking and a garden', context, asked)[0]?.value).toEqual(['parking', 'garden']);
    expect(findOptionLists('parking, no garden', context, asked)[0]?.value).toEqual(['parking']);
    expect(findOptionLists('all of them', context, asked)[0]?.value).toEqual(['parking', 'garden', 'lift']);
    expect(findOptionLists('none', context, asked)[0]?.value).toEqual([]);
    expect(findOptionLists('none', context, { field: extras })).toEqual([]);
  });
});

describe('yes and no', () => {
  const pets = field({ key: 'pets', label: 'Pets', type: 'boolean', hints: ['pets', 'dog', 'cat'] });
  const furnished = field({ key: 'furnished', label: 'Furnished', type: 'boolean' });
  const first = field({
    key: 'first_visit',
    label: 'First visit',
    type: 'boolean',
    options: [
      { value: 'yes', synonyms: ['never been', 'new here'] },
      { value: 'no', synonyms: ['been before', 'regular'] },
    ],
  });

  it.each([
    [pets, 'I have a dog', true],
    [pets, 'no pets', false],
    [pets, "I don't have any pets", false],
    [pets, 'pets are not needed', false],
    [pets, 'two cats', true],
    [furnished, 'a furnished flat', true],
    [furnished, 'unfurnished is fine', false],
    [furnished, 'a furnihsed flat', true],
    [first, 'I am a regular', false],
    [first, "I've never been", true],
    [first, "I haven't been before", true],
  ])('%# %j by its own words', (of, text, value) => {
    expect(findBooleans(text, context, { field: of })[0]?.value).toBe(value);
  });

  it.each([
    ['not sure about pets', pets],
    ["I don't mind pets", pets],
    ['I like flats', pets],
    ['yes', pets],
  ])('%j says nothing unasked', (text, of) => {
    expect(findBooleans(text, context, { field: of })).toEqual([]);
  });

  it.each([
    ['yes', true],
    ['Yep!', true],
    ['I do', true],
    ['of course', true],
    ['yes, two of them', true],
    ['no', false],
    ['nope', false],
    ["I don't", false],
    ['not yet', false],
    ['no, sorry', false],
    ['never', false],
    ['true', true],
  ])('%j answers %s when asked', (text, value) => {
    expect(findBooleans(text, context, { field: pets, asked: true })[0]?.value).toBe(value);
  });

  const adult = field({
    key: 'adult',
    type: 'boolean',
    options: [
      { value: 'yes', synonyms: ['18+'] },
      { value: 'no', synonyms: ['under 18'] },
    ],
  });
  it.each([
    [first, 'no, I have been before', false],
    [pets, 'no, the dog stays with my mother', false],
    [adult, "I'm 16 years old", false],
    [adult, "I'm 34", true],
    [adult, 'YES I AM 40', true],
    [adult, '212 555 0187', undefined],
    [adult, 'Tuesday at 3', undefined],
    [adult, '2 bedrooms', undefined],
    [pets, 'we do have proof of income', undefined],
    [pets, 'I have to cancel', undefined],
    [pets, 'no wait, my email is bob@example.com', undefined],
  ])('%# %j when asked', (of, text, value) => {
    expect(findBooleans(text, context, { field: of, asked: true })[0]?.value).toBe(value);
  });

  it.each([
    "I don't know",
    'hold on',
    'can I talk to a person?',
    'rather not say',
    'what does that mean?',
    'either is fine',
  ])('%j is no answer', (text) => {
    expect(findBooleans(text, context, { field: pets, asked: true })).toEqual([]);
  });
});
