import { describe, expect, it } from 'vitest';
import { ana, found } from './people.fixture.ts';

describe('sentences', () => {
  it.each<[string, object[]]>([
    [
      'Yesterday I met Ana Silva from Acme (ana@acme.com) at the fair, and she wants a demo.',
      [{ name: 'Ana Silva', businessName: 'Acme', email: 'ana@acme.com' }],
    ],
    [
      'Please call Bob Ross on 212-555-0123 and write to Ana Silva, ana@acme.com.',
      [
        { name: 'Bob Ross', phone: '+12125550123' },
        { name: 'Ana Silva', email: 'ana@acme.com' },
      ],
    ],
    ['I spoke with Ana Silva. Her e-mail is ana@acme.com and her number is (415) 555-2671.', [ana]],
    [
      'Either Ana Silva or Bob Ross can help, the address is ana@acme.com for both.',
      [{ name: 'Ana Silva', email: 'ana@acme.com' }],
    ],
    ['Hi, my name is Ana Silva and I would like a quote. You can reach me at ana@acme.com or 415-555-2671.', [ana]],
    [
      'You can write to ana@acme.com for anything about the order, or call 415-555-2671 instead if that is easier for you.',
      [{ email: 'ana@acme.com', phone: '+14155552671' }],
    ],
    ['We got a mail by Maria (maria@acme.com) who asked about prices.', [{ name: 'Maria', email: 'maria@acme.com' }]],
    [
      'Talked to Bob Ross at Ross Paintings about\nthe new flat, his number is 212-555-0123.',
      [{ name: 'Bob Ross', businessName: 'Ross Paintings', phone: '+12125550123' }],
    ],
    [
      'Order 100234 total $1,299.00 shipped to John Smith, 12 Oak Ave, Springfield, IL 62704, john@smith.com, 217-555-0134',
      [{ name: 'John Smith', email: 'john@smith.com', phone: '+12175550134' }],
    ],
    [
      'Customer called: Maria Garcia, wants to view the flat at 12 Main Street on Friday at 5pm. Her number: 415-555-2671.',
      [{ name: 'Maria Garcia', phone: '+14155552671' }],
    ],
    [
      'My name is John and my email is john@smith.com, phone 415 555 2671. I live in Boston.',
      [{ name: 'John', email: 'john@smith.com', phone: '+14155552671' }],
    ],
    [
      'Met Anna Smith (anna@smith.io, +44 7700 900999) from Globex yesterday. Also call Bob Jones at bob@jones.org.',
      [
        { name: 'Anna Smith', email: 'anna@smith.io', phone: '+447700900999', businessName: 'Globex' },
        { name: 'Bob Jones', email: 'bob@jones.org' },
      ],
    ],
    [
      'Hi team, please add Carla Diaz from Initech (carla@initech.com) and Mark Webb (mark.webb@webb.io) to the list.',
      [
        { name: 'Carla Diaz', email: 'carla@initech.com', businessName: 'Initech' },
        { name: 'Mark Webb', email: 'mark.webb@webb.io' },
      ],
    ],
    [
      'Following up with Sam Carter at Umbrella Corp - sam@umbrella.com - next week, and with Rita Moore (rita@moore.dev) on Friday.',
      [
        { name: 'Sam Carter', businessName: 'Umbrella Corp', email: 'sam@umbrella.com' },
        { name: 'Rita Moore', email: 'rita@moore.dev' },
      ],
    ],
    [
      'Anna Smith (anna@smith.io) works at Globex. Her colleague Bob Jones (bob@jones.org, 212-555-0123) wants a demo too.',
      [
        { name: 'Anna Smith', email: 'anna@smith.io', businessName: 'Globex' },
        { name: 'Bob Jones', email: 'bob@jones.org', phone: '+12125550123' },
      ],
    ],
    [
      'Call Anna Smith on 415-555-2671 tomorrow. Bob Jones (bob@jones.org) prefers e-mail.',
      [
        { name: 'Anna Smith', phone: '+14155552671' },
        { name: 'Bob Jones', email: 'bob@jones.org' },
      ],
    ],
    [
      'New lead: Grace Hall, works for Hall & Sons, grace@hallsons.com, wants two rooms painted. Referred by Ian Dale (ian@dale.com).',
      [
        { name: 'Grace Hall', email: 'grace@hallsons.com', businessName: 'Hall & Sons' },
        { name: 'Ian Dale', email: 'ian@dale.com' },
      ],
    ],
    ['Nobody here, only a price of $1,250,000 and the date 2026-05-14 at 10:30.', []],
    ['', []],
  ])('%j', (text, people) => {
    expect(found(text)).toEqual(people);
  });
});
