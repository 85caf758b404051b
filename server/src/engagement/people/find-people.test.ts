import { describe, expect, it } from 'vitest';
import { findPeople } from './find-people.ts';
import { ana, context, found } from './people.fixture.ts';

describe('who is told of twice', () => {
  it.each<[string, string, object[]]>([
    ['the same e-mail in another case', 'Ana Silva <ANA@acme.com>\nana@acme.com, 415-555-2671', [ana]],
    ['the same number in another form', 'Ana Silva 415-555-2671\nAna Silva +1 (415) 555 2671 ana@acme.com', [ana]],
    [
      'one number of two people',
      'Ana Silva 415-555-2671\nBob Ross 415-555-2671',
      [
        { name: 'Ana Silva', phone: '+14155552671' },
        { name: 'Bob Ross', phone: '+14155552671' },
      ],
    ],
  ])('%s', (_shape, text, people) => {
    expect(found(text)).toEqual(people);
  });
});

it('reads a hundred thousand hostile characters within two seconds', () => {
  const texts = ['@', '1 ', 'Ana ', 'a@', '"', ',', '\n', 'Name: ', '+1', '(', 'a.b', 'Ana Silva <', '12 a@b.co '];
  for (const piece of texts) {
    const text = piece.repeat(Math.ceil(100_000 / piece.length));
    const start = performance.now();
    findPeople(text, context);
    expect([piece, performance.now() - start < 2000]).toEqual([piece, true]);
  }
});
