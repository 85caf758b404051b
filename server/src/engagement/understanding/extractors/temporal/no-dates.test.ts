import { describe, expect, it } from 'vitest';
import { findDates } from './index.ts';

const monday = {
  now: new Date('2026-05-11T13:00:00Z'),
  timeZone: 'America/New_York',
  country: 'US',
  language: 'en',
};

describe('what is no date', () => {
  it.each([
    'it costs $300',
    '3 bedrooms',
    'for 2 people',
    'I may come back to you',
    'May I ask you something?',
    'it may be 3 or 4',
    'we sat down',
    'the sun is out',
    'they wed last',
    'we march on',
    'the second one please',
    'the first',
    'second option',
    'the 2nd one',
    'version 2.3.4',
    'v14.5',
    '14 Main Street',
    '5th Avenue',
    'on the 3rd floor',
    'I am 45',
    'my name is April',
    'June Smith',
    'call 555-123-4567',
    '+49 30 12.05.20',
    'may14@example.com',
    'https://example.com/2026/05/14',
    'open 24/7',
    '3/5 stars',
    '31/02/2026',
    'Feb 30',
    '32/13',
    'not Tuesday',
    "I can't do Friday",
    'a second',
    'next week',
    'mornings',
    'sun and sand dunes',
    'my 3rd visit',
    '1.5 bathrooms',
    '',
    '   ',
  ])('%j', (text) => {
    expect(findDates(text, monday)).toEqual([]);
  });
});
