import { expect, test } from 'vitest';
import { chatAssets } from '../chat-assets.ts';

interface TextModule {
  splitLinks(text: string): { text: string; href: string | null }[];
  dayLabel(instant: string, now: Date): string;
}
// As the browser gets it.
const served = chatAssets.find(({ path }) => path.endsWith('/text.js'))?.body ?? '';
const { splitLinks, dayLabel }: TextModule = await import(`data:text/javascript,${encodeURIComponent(served)}`);

function linksOf(text: string): (string | null)[][] {
  const pieces = splitLinks(text);
  expect(pieces.map((piece) => piece.text).join('')).toBe(text);
  return pieces.filter(({ href }) => href !== null).map((piece) => [piece.text, piece.href]);
}

test.each([
  ['See https://a.example/b.ics.', 'https://a.example/b.ics', 'https://a.example/b.ics'],
  ['(at https://a.example/x_(y)?q=1&r=2)', 'https://a.example/x_(y)?q=1&r=2', 'https://a.example/x_(y)?q=1&r=2'],
  ['www.a.example!', 'www.a.example', 'https://www.a.example/'],
  ['Write to jo.b+x@mail.a.example, please', 'jo.b+x@mail.a.example', 'mailto:jo.b+x@mail.a.example'],
  ['call +33 1 23 45 67 89.', '+33 1 23 45 67 89', 'tel:+33123456789'],
  ['0171 2345678', '0171 2345678', 'tel:01712345678'],
  ['(555) 010-4477 is mine', '(555) 010-4477', 'tel:5550104477'],
  ['555-010-4477', '555-010-4477', 'tel:5550104477'],
  ['+44 (0)20 7946 0000', '+44 (0)20 7946 0000', 'tel:+442079460000'],
])('%s', (text, link, href) => {
  expect(linksOf(text)).toEqual([[link, href]]);
});

test.each([
  'on 2026-11-25 at 14:30',
  '01-12-2026',
  '01/12/2026',
  '09.00-17.00',
  '09.00 - 17.00',
  'EUR 1 250 000',
  'number 12345678901234567890',
  'javascript:alert(1)',
  'a@b',
  'https://',
  '<img src=x onerror=alert(1)>',
])('%s has no link', (text) => {
  expect(linksOf(text)).toEqual([]);
});

test('several links in one message keep their order and the words between', () => {
  expect(linksOf('https://a.example\nor me@a.example or 0171 2345678')).toEqual([
    ['https://a.example', 'https://a.example/'],
    ['me@a.example', 'mailto:me@a.example'],
    ['0171 2345678', 'tel:01712345678'],
  ]);
});

test('a day is named as people name it', () => {
  const now = new Date(2026, 10, 23, 9);
  expect(dayLabel(new Date(2026, 10, 23, 0, 1).toISOString(), now)).toBe('Today');
  expect(dayLabel(new Date(2026, 10, 22, 23, 59).toISOString(), now)).toBe('Yesterday');
  expect(dayLabel(new Date(2026, 10, 20).toISOString(), now)).toMatch(/^Friday.*20|^Friday.*November 20/u);
  expect(dayLabel(new Date(2025, 10, 20).toISOString(), now)).toContain('2025');
});
