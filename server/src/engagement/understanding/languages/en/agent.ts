import type { AgentWords } from '../agent-words.ts';
import { list } from '../list.ts';

export const agent: AgentWords = {
  kinds: {
    date: ['when', '(what|which) (day|date|days|dates)', '(day|date|days|dates)'],
    time: ['when', '(what|which) (time|hour)', '(time|hour|times)', 'what about (the)? time'],
    place: [
      'where',
      '(city|area|location|town|place|neighborhood|neighbourhood|region|cities|areas)',
      '(which|what) (part|side)',
    ],
    name: ['who', 'whom', 'whose', '(name|names) of', '(his|her|its|their|the) name'],
    ownName: ['your (full|first|last|own)? (and)? (full|first|last)? name', '(what|which) name', 'name please'],
    number: ['how many', 'number of', 'how large', 'how big'],
    currency: ['how much', 'what (price|amount|budget|sum)', '(price|amount|budget)'],
    email: ['(email|e-mail|mail)'],
    phone: ['(phone|telephone|mobile|cell) number?', '(number|contact number)'],
  },
  which: list(
    'which, what, whose, any, particular, specific, preferred, favorite, favourite, certain, who, whom, name, names, called, prefer',
  ),
  wishes: [
    '(please|kindly)? (let me know|tell me|provide|give me|share|specify|mention|enter|state|inform me|advise)',
    '(i|we) (need|will need|would need|have) to know',
    '(may|can|could) (i|we) (please)? (know|get|have|ask)',
    '(can|could|would|will) you (please)? (tell|give|share|provide|specify|mention|let)',
    '(any|is there a|is there any|do you have a|do you have any|have you got a|got a) (particular|specific|certain|preferred|preference|preferences)',
    '(which|what|when|where|who|how|for|in|at|on)',
  ],
  readBack: [
    '(confirm|confirming|verify|verifying|double check|double-check|review|recap|summary|summarize|to check|please check|check the|check if|check these|check and|make sure)',
    '(is|are|does|do) (that|this|it|these|those|everything|all|the (details|information|following)) ... (right|correct|ok|okay|good|fine|accurate|true|work|sound)',
    "(so|then)? (you|you'd|you would|you'll|you are|you're) (want|like|wish|need|will|would|going|looking|have|be|booking|scheduling|visiting) (to|a|an|me|be|the|for)",
    "(i'll|i will|i'm|i am|we'll|we will|we are|let me|shall i|should i|can i|going to|i would|i'd|i can) (be)? (now|just|go ahead and|about to|going to)? (book|booking|schedule|scheduling|reserve|reserving|make|making|set|setting|arrange|place|get|put|buy|buying|purchase|purchasing|transfer|transferring|send|sending|add|adding|request|requesting|looking)",
    '(following|these) (details|detail|information|appointment|booking|reservation|visit)',
  ],
  more: [
    '(anything|something|anyone|what|any other|other|some other|else) ... (else|more|help|assist|do|assistance|need|with)',
    '(can|could|may) i (help|assist|do) ... (else|more|with|for you)',
    '(how|what) (else|more)',
    'more (help|assistance)',
  ],
  goesOn: [
    '(would|do|did|will) you (like|want|wish|prefer|need|care|lie)? (me|us)? (for me|for us)? to (book|schedule|reserve|make|set|visit|buy|get|arrange|go|place|see|purchase|proceed|continue|confirm|have|take|rent|attend|order)',
    '(would|do|did|will) you (like|want|wish|prefer|need|care) (a|an|the|some|any|that|this|it|one|tickets?|your)',
    '(should|shall|can|could|may) (i|we) (go ahead and|also|now|just)? (book|schedule|reserve|make|set|buy|get|arrange|go ahead|place|purchase|proceed|continue|fix|find)',
    '(want|wanna|like|ready|interested|care) (me|us)? (to|in) (book|booking|schedule|scheduling|reserve|making|make|set|buy|visit|visiting|get|arrange|proceed|buying)',
    '(does|do|will|would|is|are|how does|how is) (that|this|it|one|they|he|she|the) ... (sound|work|good|suit|ok|okay|interest|fit|look|like|one)',
    '(are|is) (you|this|that|it) ... (interested|one|ok|okay|good)',
    '(do|would) you like (it|that|this|them|the)',
  ],
  fails: [
    "(unable|could not|couldn't|cannot|can't|failed|impossible|not available|unavailable|not able|was not|wasn't|unsuccessful|did not|didn't)",
    '(sorry|apologies|apologize|unfortunately|apologise)',
  ],
  before: [
    '(called|named|titled|name is|names is|known as)',
    '(how|what) (about|abt|do you think (about|of))',
    "(there is|there's|there are|theres|there was) (also)? (a|an|the|one)? (called|named)?",
    "(i|we|i've|we've|i have|we have) (also)? (found|find|got|have|located|recommend|suggest|can suggest|would recommend|would suggest|like|see)",
    '(recommend|suggest|consider|try|interested in|like|check out|look at|prefer|choose|go with|found|find|option is|one is|is at|them is|option|visit|visiting)',
    '(with|by|to|for|at|of|stylist|doctor|dentist|dr|restaurant|hotel|salon|property|apartment|event|movie|film|song|show|named)',
    '(is|are|be|was|as|and|or)',
  ],
  after: [
    '(is|are|has|was|which|who|that|offers|offer|have|sounds|sound|looks|seems|seem|would|will|might|could|comes|located|situated|in|at|on|near|for)',
  ],
  places: [
    '(in|near|around|at|on|from|to|located (in|at|on|near)|situated (in|at|on|near)|address is|address|their address|reside at|area of|city of|outside|towards)',
  ],
  addresses: [
    '(address|street|phone|number|rating|telephone|contact|e-mail|email|website) (is|are|at|no|number)?',
    'number',
  ],
  located: ["(located|situated|it's|it is|they're|they are|is|are|office is|also) (at|on|in)"],
  joining: ['and'],
  inside: list("of, &, the, for, de, la, le, del, los, las, y, by, -, /, +, a, n, 'n', no"),
  titlesAfter: list(`
    md, m.d, m.d., dds, d.d.s, d.d.s., dmd, d.m.d, d.m.d., phd, ph.d, ph.d., od, o.d, o.d., do, d.o, d.o., inc, inc.,
    llc, ltd, ltd., jr, jr., sr, sr., ii, iii, iv, esq, rn, np, pa, facs, mph, faad, facog, dpm, lcsw, lmft, psyd, mft,
    m.a, ma, ms, m.s, pc, p.c, apc, inc, co, facp, mba, cpa, mbbs, dc, fnp
  `),
  naming: ['name', 'names', 'title', 'called', 'named'],
  mayBegin: list('the, great, good, new, happy, perfect, first, all, fine, nice, cool, about, next, one'),
  openers: list(`
    how, what, when, where, who, which, why, there, here, please, sure, okay, ok, alright, great, good, perfect, yes,
    no, not, the, a, an, i, i'm, i've, i'll, we, you, your, you're, their, they, it, it's, its, he, she, his, her, in,
    at, on, to, for, from, by, with, of, and, or, but, so, also, then, now, just, is, are, was, were, do, does, did,
    will, would, should, shall, can, could, may, might, have, has, had, let, let's, confirm, confirming, check, sorry,
    unfortunately, apologies, unable, booking, scheduling, appointment, appointments, address, phone, number, rating,
    average, name, date, time, place, located, location, one, another, other, any, some, all, both, this, that,
    these, those, found, finding, search, searching, result, results, option, options, try, consider, maybe, perhaps,
    well, hi, hello, hey, thanks, thank, welcome, have, enjoy, day, anything, something, nothing, everything, want,
    need, wanna, may, got, done, absolutely, definitely, certainly, of course, correct, right, nope, yep, yeah, oh, um,
    hmm, awesome, excellent, wonderful, cool, fine, nice, happy, glad, as, if, since, because, while, after, before,
    during, until, about, around, near, like, looks, seems, details, following, check, verify, review, reservation,
    scheduled, booked, rent, price, cost, per, month, total, currently, actually, would, whether, kindly, going,
    today, tomorrow, tonight, next, available, instead, nearby, there, morning, afternoon, evening, night, noon, week,
    month, monday, tuesday, wednesday, thursday, friday, saturday, sunday, that, who, whom, whose, with, without, while, via, be, been, being,
    there's, here's, that's, how's, what's, confirmed, including, such, sound, sounding, however, make, perhaps, actually, street, suite, options, will, because, due, under, above, below, over,
    schedule, book, reserve, visit, visiting, called, named,
    request, requesting, congratulations, congrats, yup, my, our, me, us, them, him, too, only, very, really, more, most, again, still,
    yet, already, once, per, furnished, unfurnished, pets, pet, bed, beds, bedroom, bedrooms, bath, baths
  `),
};
