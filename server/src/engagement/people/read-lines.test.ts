import { describe, expect, it } from 'vitest';
import { ana, bob, found } from './people.fixture.ts';

describe('lists', () => {
  it.each<[string, string, object[]]>([
    [
      'names with addresses in angle brackets',
      'Ana Silva <ana@acme.com>, Bob Ross <bob@ross.co>',
      [
        { name: 'Ana Silva', email: 'ana@acme.com' },
        { name: 'Bob Ross', email: 'bob@ross.co' },
      ],
    ],
    [
      "an address book's turned names",
      '"Silva, Ana" <ana@acme.com>; "Ross, Bob" <bob@ross.co>',
      [
        { name: 'Ana Silva', email: 'ana@acme.com' },
        { name: 'Bob Ross', email: 'bob@ross.co' },
      ],
    ],
    ['bullets', '- Ana Silva - ana@acme.com - 415-555-2671\n- Bob Ross - bob@ross.co - 212-555-0123', [ana, bob]],
    ['numbers', '1. Ana Silva, (415) 555-2671, ana@acme.com\n2) Bob Ross, (212) 555-0123, bob@ross.co', [ana, bob]],
    [
      'a name above its address, nothing between people',
      'Ana Silva\nana@acme.com\n415-555-2671\nBob Ross\nbob@ross.co\n212-555-0123',
      [ana, bob],
    ],
    [
      'each line followed by a blank one',
      'Ana Silva\n\nana@acme.com\n\n415-555-2671\n\nBob Ross\n\nbob@ross.co\n\n212-555-0123',
      [ana, bob],
    ],
    [
      'addresses alone',
      'ana@acme.com, bob@ross.co; carl@jung.ch\ndora@maar.fr',
      [{ email: 'ana@acme.com' }, { email: 'bob@ross.co' }, { email: 'carl@jung.ch' }, { email: 'dora@maar.fr' }],
    ],
    ['numbers alone', '415-555-2671\n212-555-0123', [{ phone: '+14155552671' }, { phone: '+12125550123' }]],
    [
      'names without capitals',
      'ana silva, ana@acme.com\nbob ross 212-555-0123',
      [
        { name: 'Ana Silva', email: 'ana@acme.com' },
        { name: 'Bob Ross', phone: '+12125550123' },
      ],
    ],
    [
      'names in capitals',
      'ANA SILVA ana@acme.com\nBOB ROSS bob@ross.co',
      [
        { name: 'Ana Silva', email: 'ana@acme.com' },
        { name: 'Bob Ross', email: 'bob@ross.co' },
      ],
    ],
    [
      'what somebody wants beside the address',
      'Ana Silva, ana@acme.com, looking for a flat with a garden',
      [{ name: 'Ana Silva', email: 'ana@acme.com', notes: 'looking for a flat with a garden' }],
    ],
    [
      'labels, a blank line between people',
      'Name: Ana Silva\nCompany: Blue Door\nEmail: ana@acme.com\nPhone: 415-555-2671\n\nName: Bob Ross\nEmail: bob@ross.co\nMobile: 212-555-0123',
      [{ ...ana, businessName: 'Blue Door' }, bob],
    ],
    [
      'labels, nothing between people',
      'First name: Ana\nLast name: Silva\nEmail: ana@acme.com\nFirst name: Bob\nLast name: Ross\nEmail: bob@ross.co',
      [
        { givenName: 'Ana', familyName: 'Silva', email: 'ana@acme.com' },
        { givenName: 'Bob', familyName: 'Ross', email: 'bob@ross.co' },
      ],
    ],
    [
      'labels in one line',
      'Name: Ana Silva, Email: ana@acme.com, Phone: 415-555-2671, Company: Acme',
      [{ ...ana, businessName: 'Acme' }],
    ],
    [
      'vCards',
      'BEGIN:VCARD\nVERSION:3.0\nN:Silva;Ana;;;\nFN:Ana Silva\nORG:Acme\nEMAIL;TYPE=work:ana@acme.com\nTEL;TYPE=cell:+1 415 555 2671\nEND:VCARD\nBEGIN:VCARD\nFN:Bob Ross\nTEL:+1 212 555 0123\nEND:VCARD',
      [
        { ...ana, businessName: 'Acme' },
        { name: 'Bob Ross', phone: '+12125550123' },
      ],
    ],
    [
      'other scripts',
      '王小明 <wang@example.cn>\nИван Петров, ivan@example.ru\nJosé Ñúñez — jose@example.es',
      [
        { name: '王小明', email: 'wang@example.cn' },
        { name: 'Иван Петров', email: 'ivan@example.ru' },
        { name: 'José Ñúñez', email: 'jose@example.es' },
      ],
    ],
  ])('%s', (_shape, text, people) => {
    expect(found(text)).toEqual(people);
  });
});

describe('signatures and cards', () => {
  it.each<[string, string, object[]]>([
    [
      'a signature with position, business, address, two numbers, fax and site',
      'Best regards,\n\nAna Silva\nHead of Sales\nAcme Solutions LLC\n12 Market Street, San Jose, CA 95112\nT: (408) 555-0100\nM: (415) 555-2671\nFax: (408) 555-0199\nE: ana@acme.com\nwww.acme.com',
      [
        {
          ...ana,
          title: 'Head of Sales',
          businessName: 'Acme Solutions LLC',
          place: '12 Market Street, San Jose, CA 95112',
          website: 'https://www.acme.com',
          other: { otherPhones: '+14085550100' },
        },
      ],
    ],
    [
      'position and business in one line',
      'Ana Silva\nCEO, Blue Door Inc.\nana@bluedoor.com | (415) 555-2671',
      [
        {
          name: 'Ana Silva',
          title: 'CEO',
          businessName: 'Blue Door Inc.',
          email: 'ana@bluedoor.com',
          phone: '+14155552671',
        },
      ],
    ],
    [
      'position at a business',
      'Ana Silva\nMarketing Manager at Acme\nana@acme.com',
      [{ name: 'Ana Silva', title: 'Marketing Manager', businessName: 'Acme', email: 'ana@acme.com' }],
    ],
    [
      'the business first, told by the domain',
      'Blue Door\nAna Silva\nana@bluedoor.com',
      [{ name: 'Ana Silva', businessName: 'Blue Door', email: 'ana@bluedoor.com' }],
    ],
    [
      'a business that looks like a person, after the address',
      'Ana Silva\nana@acme.com\nBlue Door',
      [{ name: 'Ana Silva', businessName: 'Blue Door', email: 'ana@acme.com' }],
    ],
    ['degrees and titles', 'Dr. Ana Silva, PhD\nana@acme.com', [{ name: 'Dr. Ana Silva', email: 'ana@acme.com' }]],
    [
      'the letter before the signature tells of nobody',
      'Hello team,\n\nplease send us a quote for 20 windows by 14 May 2026 (order 20260514).\n\nKind regards\nBob Ross\nRoss Paintings\nbob@ross.co',
      [{ name: 'Bob Ross', businessName: 'Ross Paintings', email: 'bob@ross.co' }],
    ],
    [
      'the head of a letter',
      'From: Ana Silva <ana@acme.com>\nTo: sales@ours.com\nSubject: Windows',
      [{ name: 'Ana Silva', email: 'ana@acme.com' }],
    ],
  ])('%s', (_shape, text, people) => {
    expect(found(text)).toEqual(people);
  });
});
