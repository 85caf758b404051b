import { describe, expect, it } from 'vitest';
import { context, field } from '../test-fields.ts';
import { findNames } from './name.ts';
import { findPlaces } from './place.ts';
import { findTexts } from './text.ts';

describe('name', () => {
  const own = field({ key: 'name', label: 'Name', type: 'name' });
  it.each([
    ["I'm Ana María", 'Ana María'],
    ['this is John Smith speaking', 'John Smith'],
    ['call me bob', 'Bob'],
    ['My name is maria de la cruz', 'Maria de la Cruz'],
    ["my name's O'Neil", "O'Neil"],
    ['Hi, I am Dr. Young and I need help', 'Dr. Young'],
    ['Peter here, about the flat', 'Peter'],
    ['name: jean-luc picard', 'Jean-Luc Picard'],
    ['my name is April May', 'April May'],
    ['My name is J. R. Tolkien', 'J. R. Tolkien'],
    ['Hello, my name is Dave. My wife wants a cut', 'Dave'],
    ['regards, Sofia', 'Sofia'],
    ['MY NAME IS JOHN SMITH', 'John Smith'],
  ])('%j says %j', (text, value) => {
    expect(findNames(text, context, { field: own })[0]?.value).toBe(value);
  });

  it.each([
    "I'm fine",
    "I'm looking for a flat",
    "I'm interested",
    'I am Interested In The Flat',
    'this is great',
    'this is about my appointment',
    'call me tomorrow',
    'call me at 5',
    'is anyone here',
    "I'm from Boston",
    'I am a new customer',
    'john smith',
    'I am not sure',
    "I'm good thanks",
  ])('%j says none', (text) => {
    expect(findNames(text, context, { field: own })).toEqual([]);
  });

  it.each([
    ['john smith', 'John Smith'],
    ["it's Bob", 'Bob'],
    ['Sure, Ana Ruiz', 'Ana Ruiz'],
    ['Ana Ruiz, ana@example.com', 'Ana Ruiz'],
    ['bob and my number is 415 555 2671', 'Bob'],
    ['Mr Lee', 'Mr Lee'],
    ['李雷', '李雷'],
    ['Søren', 'Søren'],
  ])('%j answers %j when asked', (text, value) => {
    expect(findNames(text, context, { field: own, asked: true })[0]?.value).toBe(value);
  });

  it.each([
    'no',
    'nope',
    'why do you ask?',
    'what',
    'not telling you',
    'thanks',
    'hmm',
    'I want to book',
    'ok great',
    'tomorrow',
  ])('%j is no name even when asked', (text) => {
    expect(findNames(text, context, { field: own, asked: true })).toEqual([]);
  });

  it('reads the part of a name that the field wants', () => {
    const first = field({ key: 'first_name', label: 'First name', type: 'name' });
    const last = field({ key: 'last_name', label: 'Last name', type: 'name' });
    expect(findNames("I'm Ana Ruiz", context, { field: first })[0]?.value).toBe('Ana');
    expect(findNames("I'm Ana Ruiz", context, { field: last })[0]?.value).toBe('Ruiz');
  });

  it("does not take the lead's own name for somebody wanted", () => {
    const stylist = field({ key: 'stylist', label: 'Stylist', type: 'name' });
    expect(findNames("I'm Ana", context, { field: stylist })).toEqual([]);
    expect(findNames('a cut with Bob please', context, { field: stylist })[0]?.value).toBe('Bob');
  });
});

describe('place', () => {
  const area = field({ key: 'area', label: 'Area', type: 'place' });
  const address = field({ key: 'address', label: 'Street address', type: 'place' });
  it.each([
    ['a flat in Concord', 'Concord'],
    ['somewhere near Oak Street', 'Oak Street'],
    ['I live in San jose', 'San jose'],
    ['a house in Stratford upon Avon please', 'Stratford upon Avon'],
    ['we are moving to Union City in May', 'Union City'],
    ['a house in Old Town', 'Old Town'],
    ['in the city of Leeds', 'Leeds'],
    ['in the Cotati area', 'Cotati'],
    ['a flat in Mountain View with 2 beds', 'Mountain View'],
    ["I think Santa Rosa's nice, near Santa Rosa's park", 'Santa Rosa'],
    ['i want a place in san mateo', 'san mateo'],
  ])('%j says %j', (text, value) => {
    const [best] = findPlaces(text, context, { field: area }).toSorted((a, b) => b.confidence - a.confidence);
    expect(best?.value).toBe(value);
  });

  it.each([
    'in the morning',
    'in a hurry',
    'in March',
    'In general',
    'I am in',
    'at noon',
    'pay in cash',
    'in two weeks',
    'I believe in you',
  ])('%j says none', (text) => {
    expect(findPlaces(text, context, { field: area })).toEqual([]);
  });

  it.each([
    ['concord', 'concord'],
    ['Palo Alto.', 'Palo Alto'],
    ['How about Walnut Creek?', 'Walnut Creek'],
    ["let's try Sunnyvale", 'Sunnyvale'],
    ['Petaluma is a great town', 'Petaluma'],
  ])('%j answers %j when asked', (text, value) => {
    expect(findPlaces(text, context, { field: area, asked: true })[0]?.value).toBe(value);
  });

  it.each(['nope', 'no thanks a lot', 'thank you very much', 'anywhere', "I don't know"])(
    '%j is no place even when asked',
    (text) => {
      expect(findPlaces(text, context, { field: area, asked: true })).toEqual([]);
    },
  );

  it('reads an address with its number and unit', () => {
    expect(findPlaces('I live at 12 Oak Tree Lane, apt 4b in Concord', context, { field: address })[0]?.value).toBe(
      '12 Oak Tree Lane, apt 4b',
    );
  });
});

describe('free text', () => {
  const notes = field({ key: 'notes', label: 'Notes', type: 'text' });
  const company = field({ key: 'company', label: 'Company', type: 'text', synonyms: ['business name'] });
  it.each([
    ['Well, I think I have sensitive skin', 'I have sensitive skin'],
    ['a leaking tap, please', 'a leaking tap'],
    ['  "new roof"  ', 'new roof'],
    ['just my nails I guess', 'my nails'],
  ])('%j is %j when asked', (text, value) => {
    expect(findTexts(text, context, { field: notes, asked: true })[0]?.value).toBe(value);
  });

  it.each([
    ['my company is Acme Ltd, and I need a loan', 'Acme Ltd'],
    ['business name: Blue Door Bakery', 'Blue Door Bakery'],
    ["my company's called Acme", 'Acme'],
  ])('%j is %j by the name of the field', (text, value) => {
    expect(findTexts(text, context, { field: company })[0]?.value).toBe(value);
  });

  it('takes the words of the form that the field wants', () => {
    const ein = field({ key: 'ein', label: 'EIN', type: 'text', validation: { pattern: '\\d{2}-?\\d{7}' } });
    const asked = { field: ein, asked: true };
    expect(findTexts("it's 12-3456789, thanks", context, asked)[0]?.value).toBe('12-3456789');
    expect(findTexts("I don't have it here", context, asked)[0]?.value).toBe("I don't have it here");
  });

  it('looks for the form among the first hundred words only', () => {
    const code = field({ key: 'code', label: 'Code', type: 'text', validation: { pattern: '\\d{3}' } });
    expect(findTexts(`${'a '.repeat(99)}123`, context, { field: code })[0]?.value).toBe('123');
    expect(findTexts(`${'a '.repeat(100)}123`, context, { field: code })).toEqual([]);
  });

  it('takes what follows a hint that ends in a verb', () => {
    const business = field({ key: 'business', label: 'Business', type: 'text', hints: ['business is called'] });
    expect(findTexts('our business is called Blue Door, in Leeds', context, { field: business })[0]?.value).toBe(
      'Blue Door',
    );
  });

  it('hears nothing else unasked', () => {
    expect(findTexts('I need a loan', context, { field: company })).toEqual([]);
  });
});
