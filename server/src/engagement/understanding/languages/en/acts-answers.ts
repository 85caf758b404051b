import type { ActTable } from '../types.ts';

const good =
  '(good|better|great|fine|perfect|ok|okay|nice|alright|excellent|lovely|wonderful|awesome|amazing|fantastic|ideal|cool|right|correct|acceptable|satisfactory|reasonable|brilliant)';
const it = "(that|this|it|that's|they|he|she|which|everything|all)";
const degree = '(very|really|just|all|pretty|quite|so|absolutely|totally|perfectly|like|as|also)?';
const thing = '(one|place|time|slot|day|date|option|appointment|apartment|property|salon|doctor|dentist|stylist)?';

/** How people agree, refuse, correct and are polite. */
export const answers: ActTable = {
  greet: {
    start: ['hi', 'hello', 'hey', 'hiya', 'howdy', 'greetings', 'good (morning|afternoon|evening|day)', 'yo', "g'day"],
  },
  thank: {
    anywhere: ['(thanks|thank you|thankyou|thx|ty|tysm|cheers|much appreciated|many thanks)', 'i really? appreciate'],
    unless: ['no thanks to'],
  },
  goodbye: {
    whole: ['(bye|goodbye|good bye|bye bye|see you|see ya|cya|farewell|take care)'],
    anywhere: [
      '(goodbye|bye bye|bye now|good night)',
      '(see|talk to|speak to|catch) (you|ya) (later|soon|then|tomorrow|there)',
      'have a (good|great|nice|lovely|wonderful|fantastic|fabulous) (day|one|evening|afternoon|night|weekend|time)',
      "(that's|that is|that will be|that'll be|this is) all (for now|for today|i (need|needed|wanted))?",
      "(i'm|i am|we're|we are) (all set|done|good) (for now|for today)?",
      '(that|this|it) was (it|all|everything) (for now|for today)?',
    ],
    unless: ['all good', "that's all good"],
  },
  accept: {
    whole: ['(i am|i do|we do|i certainly do|i will|we will|we are)'],
    start: [
      '(yes|yep|yeah|yea|yup|yas|ya|yess|yessir|yeh|aye)',
      '(sure|sure thing|ok|okay|okey|k|kk|okie|alright|all right|right|fine|perfect|great|cool|awesome|excellent|lovely|wonderful|fantastic|brilliant|super|nice|good|deal|done|exactly|precisely|correct|confirmed|confirm|agreed|absolutely|definitely|certainly|indeed|affirmative|amazing|ideal)',
      'of course',
      'by all means',
      '(please do|go ahead|go for it|do it|do that|lets do (it|that)|let us do (it|that))',
      "(i'd|i would) (love|like) (that|it)",
      '(i am|i do|we do|we are) (yes|please|indeed|thanks|thank you|interested)',
      'why not',
      "(that|this|it) (one)? (will|would|should|shall|'ll) (do|work|be)",
      'book (it|that|me in|this)',
      "(i'll|i will) take (it|that|the)",
      'sign me up',
    ],
    anywhere: [
      `${it} ${thing} (sounds|sound|looks|look|seems|seem|is|are|works|will be|would be|should be) ${degree} ${good}`,
      `(that's|thats|it's|its) ${degree} ${good}`,
      `(sounds|looks|seems|works|works out) ${degree} ${good}`,
      `${it} ${thing} ((would|will|should|might|can|could|does|do)? (work|works|suit|suits|fit|fits)|sounds like a plan)`,
      '(works|work) for (me|us)',
      '(suits|suit) (me|us)',
      '(book|schedule|reserve|take|confirm|choose|select|pick) (it|that|this|them) (one|place|slot|time)?',
      '(go|going) (with|for) (that|this|it|the|him|her|them)',
      "(i'll|i will|i'd|we'll|let's|i would|i'd like to|i want to|i would like to) (take|choose|pick|select|go with|book|confirm|have|reserve) (it|that|this|these|them|one|him|her)",
      '(i|we) really? (like|love) (it|that|this|the sound)',
      "(i'd|i would|i'll|i will|we'd|we would|i) (like|prefer|want|take|choose|love) (to (take|have|book|visit|see|choose|go with|use|try))? (it|this|that|this one|that one|these|those)",
      "(i'm|i am|we're|we are) interested in (it|this|that|them)",
      "(i'd|i would|i'll|i will|we'd|we will|we'll|let's|i want to) (love|like|go)? (to)? (go|visit|stay|eat) (there|here)",
      `(sound|sounds|look|looks|seem|seems) ${degree} (like|prefect|suitable|interesting|promising|agreeable|fun)`,
      `(that's|thats|that is|this is|it's|it is|that would be|that will be|it would be|i think that's) (a|an|the|my)? ${degree} (great|good|perfect|fine|excellent|nice|wonderful|best|right|ideal) ${thing} (choice|idea|option|place|plan|fit|one|pick)`,
      `${it} ${thing} (will be|would be|is|seems|seem|looks) (to be)? ${degree} (fine|suitable|best|agreeable|acceptable|ok|okay|good|great|perfect|nice)`,
      '(find|think) (this|that|it) (agreeable|good|great|fine|perfect|acceptable|suitable)',
      "(i'll|i will|i'd|let's|i would) (stick|go|proceed|continue) (ahead)? (with|for)",
      '(i|we) (confirm|agree|accept)',
      '(please|yes) (book|confirm|schedule|reserve|go ahead|do)',
      'go ahead',
    ],
    unless: [
      "(doesn't|does not|don't|do not|won't|will not|wouldn't|would not|isn't|is not|can't|cannot|not) ... (work|suit|fit|good|great|fine|ok|okay|right|correct|like|confirm|agree)",
      '(like|love|book|want) (it|that) (but|if)',
      '(right|fine|good|great) (now|away|but|question|morning|afternoon|evening|day|night)',
      'nice to meet you',
      'super (late|busy)',
      'done (with|for)',
      '(correct|right|confirm|change) (my|the)',
      '(if|whether|what|when|which|where|who|how) ... (works|work|suits|is|fits)',
    ],
  },
  reject: {
    whole: [
      "i (do not|don't|did not|didn't|have not|haven't|am not|can not|cannot|can't|won't)",
      "(i'm|we're|it's|they're) not",
    ],
    start: [
      "(no|nope|nah|naw|negative|never|nay|no way|not really|not quite|not exactly|not at all|not that|not this|not for me|never mind|nevermind|absolutely not|definitely not|of course not|certainly not|i don't think so|i'd rather not|i would rather not|no thanks|no thank you)",
      '(neither|none) (of (them|these|those))?',
    ],
    anywhere: [
      '(neither|none) (of (them|these|those)|one)? (work|works|suit|suits|is|are|fit|sound|sounds|look|looks)',
      "(that|this|it|they|he|she|these|those) (one|time|day|date)? (does not|doesn't|do not|don't|will not|won't|would not|wouldn't|is not|isn't|are not|aren't) ... (work|suit|fit|good|great|right|correct|ok|okay|what|for me)",
      "(that's|that is|this is|it's|it is) (not|wrong|incorrect|too (late|early|far|expensive|much|soon))",
      "i (do not|don't|did not|didn't) (like|want|fancy) (it|that|this|them|those|these|any of)",
      '(no good|no thanks|no thank you)',
      "(can't|cannot|can not) (make|do) (it|that|this|any|either)",
    ],
    unless: [
      'no (problem|problems|worries|preference|preferences|idea|clue|rush|hurry|matter|doubt|issue|biggie|need to worry|one)',
      'never (mind|been|had|did|was|tried)',
      'not (sure|certain|yet sure)',
      'not only',
      'why not',
    ],
  },
  correct: {
    anywhere: [
      '(actually|correction|scratch that|my mistake|my bad|oops|whoops|rather than|typo)',
      '(i|we) (meant|mean|misspoke|made a mistake|was wrong)',
      '(make|change|switch|move|push|update|set|correct|fix) (it|that|this|my|the) ... (to|instead)?',
      '(make|change) (it|that|this)',
      'instead',
      "(i've|we've|i have|we have|i|we) (changed|change) (my|our) mind",
      'not ... but',
      'wait no',
      '(it|that|this) (should|ought to) (say|read|have been)',
      '(wrong|incorrect) (number|date|day|time|email|name|address|one)',
    ],
    unless: [
      'what do you mean',
      "(can't|cannot|couldn't|won't|not) make it",
      'it should be (fine|ok|okay|good|great)',
      'make (it|that) (there|on time|work|then|up)',
      'i mean it',
    ],
  },
};
