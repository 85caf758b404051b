import { describe, expect, it } from 'vitest';
import { ana, bob, found } from './people.fixture.ts';

describe('tables', () => {
  it.each<[string, string, object[]]>([
    [
      'CSV with headings',
      'Name,Email,Phone\nAna Silva,ana@acme.com,(415) 555-2671\nBob Ross,bob@ross.co,212-555-0123',
      [ana, bob],
    ],
    [
      'CSV with names in parts, a business, quotes and a column of its own',
      'First Name,Last Name,E-mail,Mobile Phone,Company,Budget €\nAna,Silva,ANA@Acme.com,415-555-2671,"Acme, Inc.","1,200"',
      [
        {
          givenName: 'Ana',
          familyName: 'Silva',
          email: 'ana@acme.com',
          phone: '+14155552671',
          businessName: 'Acme, Inc.',
          other: { 'Budget €': '1,200' },
        },
      ],
    ],
    [
      'a spreadsheet pasted with tabs, headings in capitals with underscores, cells that say nothing',
      'FULL_NAME\tEMAIL_ADDRESS\tPHONE_NUMBER\tNOTES\nAna Silva\tana@acme.com\t14155552671\tcalled twice\nBob Ross\tN/A\t2125550123.0\t-',
      [
        { ...ana, notes: 'called twice' },
        { name: 'Bob Ross', phone: '+12125550123' },
      ],
    ],
    [
      'a Markdown table',
      '| Name | Email | Company |\n|------|:-----:|---------|\n| Ana Silva | ana@acme.com | Acme |\n| Bob Ross | bob@ross.co | |',
      [
        { name: 'Ana Silva', email: 'ana@acme.com', businessName: 'Acme' },
        { name: 'Bob Ross', email: 'bob@ross.co' },
      ],
    ],
    [
      'semicolons and German headings',
      'Vorname;Nachname;Firma;Telefon;E-Mail\nJürgen;Müller;Müller GmbH;030 901820;j.mueller@mueller.de',
      [
        {
          givenName: 'Jürgen',
          familyName: 'Müller',
          businessName: 'Müller GmbH',
          phone: '+4930901820',
          email: 'j.mueller@mueller.de',
        },
      ],
    ],
    [
      'a cell of several lines, and a row that leads to nobody',
      'Name,Email,Notes\nAna Silva,ana@acme.com,"line one\nline ""two"""\nNobody,,\nBob Ross,bob@ross.co,',
      [
        { name: 'Ana Silva', email: 'ana@acme.com', notes: 'line one\nline "two"' },
        { name: 'Bob Ross', email: 'bob@ross.co' },
      ],
    ],
    [
      'a phone that is none is kept as it is',
      'Name,Email,Phone\nAna Silva,ana@acme.com,ask her',
      [{ name: 'Ana Silva', email: 'ana@acme.com', other: { unreadPhones: 'ask her' } }],
    ],
    [
      'rows without headings',
      'Ana Silva,ana@acme.com,415-555-2671,Acme Inc\nBob Ross,bob@ross.co,212-555-0123,Ross Paintings',
      [
        { ...ana, businessName: 'Acme Inc' },
        { ...bob, businessName: 'Ross Paintings' },
      ],
    ],
    [
      'rows that begin with the address',
      'ana@acme.com\tAna Silva\t(415) 555-2671\nbob@ross.co\tBob Ross\t(212) 555-0123',
      [ana, bob],
    ],
    [
      'rows parted by spaces alone',
      'Ana Silva  ana@acme.com  415 555 2671\nBob Ross  bob@ross.co  212 555 0123',
      [ana, bob],
    ],
  ])('%s', (_shape, text, people) => {
    expect(found(text, text.includes('Vorname') ? 'DE' : 'US')).toEqual(people);
  });
});
