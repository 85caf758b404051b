import { list } from '../list.ts';
import type { Language } from '../types.ts';
import { answers } from './acts-answers.ts';
import { hesitations } from './acts-hesitations.ts';
import { requests } from './acts-requests.ts';
import { agent } from './agent.ts';
import { fields, money, yesNo } from './fields.ts';
import { moods } from './moods.ts';
import { names } from './names.ts';
import { numbers } from './numbers.ts';
import { people } from './people.ts';
import { places } from './places.ts';
import { stem, stopWords, synonyms } from './questions.ts';

export const english: Language = {
  code: 'en',
  marks: list('the, i, my, is, and, to, for, of, you, would, want, at, it, in, this, that, are, please, have, yes, we'),
  acts: { ...answers, ...hesitations, ...requests },
  moods,
  numbers,
  names,
  places,
  people,
  agent,
  fields,
  yesNo,
  money,
  fillers: list(`
    please, pls, plz, thanks, thank you, thx, hi, hello, hey, ok, okay, yes, yeah, yep, no, well, oh, um, uh, just,
    i think, sorry, now, then, so, actually, would be, is, sure, sir, ma'am, mate, guys, for me
  `),
  texts: {
    called: ['called', 'named', 'name is'],
    leading: list(`
      well, um, uh, erm, hmm, so, oh, ah, ok, okay, yes, yeah, sure, hi, hello, hey, i think, i'd say, i would say,
      i guess, i believe, i suppose, it's, it is, its, that's, that would be, that'd be, it would be, let me see,
      let's see, basically, honestly, probably, maybe, actually, just, like
    `),
    trailing: list(`
      i think, i guess, please, thanks, thank you, i suppose, i believe, really, probably, thx, if possible,
      if that is ok, if that's ok
    `),
  },
  negations: list(`
    no, not, never, without, don't, dont, doesn't, doesnt, didn't, didnt, isn't, isnt, aren't, arent, won't, wont,
    can't, cant, cannot, haven't, havent, hasn't, wouldn't, shouldn't, neither, nor, except, none, hate, dislike,
    instead of, rather than, other than, anything but, apart from, zero
  `),
  lateNegations: list(`
    not, isn't, isnt, aren't, arent, don't, dont, doesn't, doesnt, won't, wont, can't, cant, cannot, wasn't, unnecessary
  `),
  afterNo: list('actually, wait, sorry, i, we, make, rather, its, please, let, lets, oh, hang, hold, thanks'),
  contrasts: ['but', 'rather', 'just', 'only', 'instead', 'however', 'make', 'is'],
  abbreviations: list(`
    dr, mr, mrs, ms, st, ave, apt, inc, jr, sr, prof, rd, blvd, approx, vs, etc, ltd, co, a.m, p.m, m.d, e.g, i.e, ste
  `),
  stopWords,
  stem,
  synonyms,
  whereWords: ['where', "where's", 'wheres'],
  whyWords: [
    'why (do|would|are|should|does|is|have|must) (you|i|u|we|that|this|it)',
    'what (do|would) you (need|want|use) (it|that|this|my) ... for',
    "(what's|what is|whats) (it|that|this) for",
    'why',
  ],
  inPeriod: 'in',
  directions: {
    from: list(`
      from, origin, source, departure, departing, depart, leave, leaving, leaves, outbound, start, starting, starts,
      begin, beginning, pickup, pick-up, pick up, pick it up, picking up, check in, check-in, checkin, arrive, arriving
    `),
    to: list(`
      to, destination, return, returning, returns, back, end, ending, ends, until, till, drop off, drop it off, dropoff,
      drop-off, dropping, check out, check-out, checkout, inbound
    `),
  },
  counted: [
    list(
      'people, person, persons, guest, guests, adults, passenger, passengers, traveler, travelers, traveller, travellers, rider, riders, ticket, tickets, seat, seats, party, diners, attendees, table for, of us',
    ),
    list('bedroom, bedrooms, bed, beds, bed room, bed rooms, br'),
    list('bathroom, bathrooms, bath, baths, bath room, bath rooms'),
    list('night, nights, day, days'),
  ],
  email: { at: ['at', '(at)', '[at]'], dot: ['dot', '(dot)', '[dot]', 'point'] },
  lists: {
    all: ['all', 'everything', 'both'],
    none: ['none', 'nothing', 'neither'],
    markers: ['option', 'number', 'choice', 'slot', 'no'],
  },
  slots: {
    weekdays: [
      ['monday', 'mon'],
      ['tuesday', 'tue', 'tues'],
      ['wednesday', 'wed', 'weds'],
      ['thursday', 'thu', 'thur', 'thurs'],
      ['friday', 'fri'],
      ['saturday', 'sat'],
      ['sunday', 'sun'],
    ],
    first: ['earliest', 'earlier', 'soonest'],
    last: ['last', 'latest', 'latter'],
    notAfter: list('week, weeks, month, year, name, time, minute, night, visit, thing, off, question, floor, of'),
    of: ['of'],
    chooses: ['one', 'option', 'slot', 'time', 'choice', 'please', 'works'],
    takes: [
      "(i'll|i will|we'll|i'd like to|i would like to|let me|i want to|can i|could i)? (take|have|choose|pick|book|go with|go for|do|get)",
      "(i'd|i would) like",
      "let's (go with|do|take|say)",
      "(it's|make it|i want|i choose|i prefer|give me|book me)",
    ],
    taken: [
      '(one|option|slot|time|choice|it is)',
      '(works|suits|sounds|looks|is) (for|good|great|fine|perfect|best|lovely|ok|okay)? (me)?',
      'would be (good|great|fine|perfect|best|lovely)',
      'then',
      '(on|from) the list',
    ],
    refusals: [
      "(doesn't|does not|don't|do not|won't|will not|wouldn't|can't|cannot|can not|isn't|is not|not) ... (work|do|make|suit|fit|good|possible|available)",
      'too (early|late|soon|far)',
      'no good',
    ],
    later: ['later', 'after that', 'afterwards', 'too early', 'too soon', 'further out'],
    earlier: ['earlier', 'sooner', 'before that', 'too late'],
  },
};
