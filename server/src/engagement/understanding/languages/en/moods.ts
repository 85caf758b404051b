import { list } from '../list.ts';
import type { MoodPhrases } from '../types.ts';

const subject =
  '(i|we|you|u|he|she|it|they|this|that|these|those|there|the|your|my|our|their|his|her|its|a|an|any|some|anyone|someone|somebody|anybody|people|pets|dogs|cats|parking|everything|all)';

/** How English clauses begin, by what they do. */
const hours = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const times = [
  ...hours.flatMap((hour) => [`${hour}am`, `${hour}pm`, `${hour} am`, `${hour} pm`]),
  ...['at', 'on', 'around', 'after', 'before', 'about', 'tomorrow', 'today', 'tonight', 'next', 'this', 'noon'],
  ...['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
].join('|');

export const moods: MoodPhrases = {
  question: [
    '(what|which|who|whose|whom) (is|are|was|were|do|does|did|can|could|will|would|should|about|kind|kinds|type|sort|time|times|days|day|hours|else|other|has|have|if|happens|services|forms)',
    '(in|at|on|for|from|by|to)? (what|which|whose) ... (is|are|was|were|do|does|did|can|could|will|would|should|has|have)',
    "(what's|whats|where's|wheres|who's|whos|when's|whens|how's|hows)",
    '(where|when|why) (is|are|was|were|do|does|did|can|could|will|would|should)',
    'how (much|many|long|far|often|old|big|large|soon|late|early|is|are|do|does|did|can|could|will|would|should|good|high|expensive|well|come)',
    `(is|are|was|were|do|does|did|has|will|would|should|am|isn't|aren't|don't|doesn't|won't|can|could|can't) ${subject}`,
    '(do|does|did|can|could|will|would|may|might) (you|u|i|we|they|it|he|she)',
    '(may|might) (i|we)',
    '(have|had) (you|they|u|we|i|he|she)',
    '(can|could|would|will) (you|u) (please)? (tell|give|send|provide|let me know|explain|share|confirm|say|show me the|check (if|whether|what|when|where|the)|repeat)',
    "(i|i'm|i am|we) (would like to know|want to know|wanted to know|wanted to ask|wonder|wondering|was wondering|am wondering|need to know|'d like to know|curious)",
    "(i'd|i would|we'd) (also|just)? like to know",
    '(i|we) (also|just|still) (want|need|wanted|would like) to know',
    '(please)? tell me (please)?',
    '(do you know|any idea|any chance|tell me|let me know|give me (the|their|its|your|his|her)|i have a question|quick question|question|wondering|just wondering)',
  ],
  inverted: [
    "(is|are|was|were|do|does|did|has|have|will|would|can|could|should|isn't|aren't|don't|doesn't|won't|can't)",
  ],
  request: [
    '(can|could|would|will|may|might) (you|u|i|we) (also|maybe|perhaps|just|kindly|possibly|then|instead|still|actually|at least)? (please|pls|plz)? (help|find|check (in|for|near|around|at|on|please|availability)|explore|look|place|book|schedule|make|get me|look|search|show me some|show me|set|change|move|switch|reschedule|do|recommend|suggest|fix|arrange|reserve|come|visit|go|try|put|see you|see if|see what|pick|choose|assist|move|schedule|scheduled|book|booked|select|add|plan|locate|organise|organize|cancel|continue|keep|get (a|an|in|it|something|one|another|someone))',
    '(is it possible|would it be possible|is there any way|is there a way|any chance) (to|for|i|we|of)',
    '(would|do) you mind',
    '(can|could) (i|we|you) (please)? (make|change|move) (it|that|this|my|the)',
    '(may|can|could) (i|we) (please|just)? (have|get|do|take|come|request|make|see|move|choose|change|book|schedule|go)',
  ],
  freeStarts: [
    '(is|are|was|would|will|does|do|can|could) (there|it|that|this|a|an|any|anything|the|my|around|about|after|before|at|on)',
    '(is|are|would|will|does|can|could) [0-9]',
    '(is|are|would|will|does) (one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|quarter|noon|today|tomorrow|next|monday|tuesday|wednesday|thursday|friday|saturday|sunday|afternoon|evening|morning)',
  ],
  free: [
    '(available|availability|open|free|possible|opening|openings|slot|slots|work|works|doable|ok|okay|fine|suit|vacant)',
  ],
  suggestion: ['(how|what) (about|abt|bout)', '(what|how) if', "why don't (we|you|i)", 'let us do', "let's do"],
  availability: [
    '(is|are|was) there (still)? (a|an|any|anything|something|anyone|someone|some|another|other|one|also|openings|slots|availability|perhaps|maybe)',
    '(is|are) there (anything|something|openings|slots|availability|anyone)',
    "(do|does|did|would|will|don't) (you|u|they|he|she|the doctor|the dentist|the stylist|it) (happen to)? (guys)? (still|also)? (have|got|offer|know of) (a|an|any|anything|something|anyone|someone|some|another|other|one|free|open|openings|slots|space|room|time|availability)",
    `(do|would|could|can) (you|u) (have|do|manage) (${times})`,
    '(have|got) (you|u|they)? (got)? (any|anything|something|a slot|an opening|space|room|availability)',
    '(are|is|will|would) (you|u|they|he|she|the doctor|the dentist) ... (free|available)',
    '(is|are|will|would|does|do|can|could) (it|that|this|the|around|about|at|on|next|tomorrow|today|tonight|monday|tuesday|wednesday|thursday|friday|saturday|sunday) ... (work|works|suit|ok|okay|alright|free|available|possible|doable|good for you|fine|open)',
    '(would|does|will|is|can|could) [0-9]',
    '(anything|anyone|anybody|something|someone|somewhere|any|some|maybe|perhaps|another|possibly|or)',
    'can (we|you|i) do',
  ],
  told: [
    "(what|all|where) (i|we|i'd|i'm|we'd) (want|need|would|am|are|prefer|mean|meant|like|care|live|look|'d)",
    'what (matters|works)',
  ],
  relative: [
    '(who|which|that|where) (is|are|was|should|can|could|will|would|has|have|must|allows|offers|does)',
    '(who|which|where) (i|we)',
  ],
  statement: [
    "(i|i'm|i'd|i'll|i've|im|we|we're|we'd|my|it's for|it should|make it|please|let's|lets|book|find|search|just)",
  ],
  joiners: list(`
    and, but, also, so, or, plus, then, because, and also, oh and, btw, by the way, yes, yeah, yep, no, nope, ok,
    okay, sure, great, perfect, thanks, hi, hello, hey, actually, first, now, please, cool, nice, alright, before
    that, well, sorry
  `),
  rhetorical: ["(why not|can't|couldn't|can not|don't you|won't you|how come not)"],
};
