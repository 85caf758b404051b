import type { DialogueAct } from '../../types.ts';
import type { ActPhrases } from '../types.ts';

const good =
  '(good|great|fine|perfect|ok|okay|nice|alright|excellent|lovely|wonderful|awesome|amazing|fantastic|ideal|cool|right|correct|acceptable|satisfactory|reasonable|brilliant)';
const it = "(that|this|it|that's|they|he|she|which|everything|all)";
const degree = '(very|really|just|all|pretty|quite|so|absolutely|totally|perfectly|like|as|also)?';
const thing = '(one|place|time|slot|day|date|option|appointment|apartment|property|salon|doctor|dentist|stylist)?';

/** How each act is said in English. */
export const acts: Readonly<Partial<Record<DialogueAct, ActPhrases>>> = {
  greet: {
    start: ['hi', 'hello', 'hey', 'hiya', 'howdy', 'greetings', 'good (morning|afternoon|evening|day)', 'yo', "g'day"],
  },
  thank: {
    anywhere: ['(thanks|thank you|thankyou|thx|ty|tysm|cheers|much appreciated|many thanks)', 'i (really )?appreciate'],
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
    ],
    unless: ['all good', "that's all good"],
  },
  accept: {
    start: [
      '(yes|yep|yeah|yea|yup|yas|ya|yess|yessir|yeh|aye)',
      '(sure|sure thing|ok|okay|okey|k|kk|okie|alright|all right|right|fine|perfect|great|cool|awesome|excellent|lovely|wonderful|fantastic|brilliant|super|nice|good|deal|done|exactly|precisely|correct|confirmed|confirm|agreed|absolutely|definitely|certainly|indeed|affirmative|amazing|ideal)',
      'of course',
      'by all means',
      '(please do|go ahead|go for it|do it|do that|lets do (it|that)|let us do (it|that))',
      "(i'd|i would) (love|like) (that|it)",
      '(i am|i do|we do|i certainly do|i will|we will|we are)',
      'why not',
      "(that|this|it) (one)? (will|would|should|shall|'ll) (do|work|be)",
      'book (it|that|me in|this)',
      "i('ll| will) take (it|that|the)",
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
      '(i|we) (really )? (like|love) (it|that|this|the sound)',
      '(i|we) (confirm|agree|accept)',
      '(please|yes) (book|confirm|schedule|reserve|go ahead|do)',
      'go ahead',
    ],
    unless: [
      "(doesn't|does not|don't|do not|won't|will not|wouldn't|would not|isn't|is not|can't|cannot|not) ... (work|suit|fit|good|great|fine|ok|okay|right|correct|like|confirm|agree)",
      '(like|love|book|want) (it|that) (but|if)',
      '(right|fine|good|great) (now|away|but|question|morning|afternoon|evening|day|night)',
      'nice to meet you',
      '(i am|i do|we are|we do) (not|looking|interested|trying|calling|from|in|a|an|the|just|here|writing|wondering|hoping|new|so|sorry|have|need|want)',
      'super (late|busy)',
      'done (with|for)',
      '(correct|right|confirm|change) (my|the)',
      '(if|whether|what|when|which|where|who|how) ... (works|work|suits|is|fits)',
    ],
  },
  reject: {
    start: [
      "(no|nope|nah|naw|negative|never|nay|no way|not really|not quite|not exactly|not at all|not that|not this|not for me|never mind|nevermind|absolutely not|definitely not|of course not|certainly not|i don't think so|i'd rather not|i would rather not|no thanks|no thank you)",
      '(neither|none) (of (them|these|those))?',
      "i (do not|don't|did not|didn't|have not|haven't|am not|can not|cannot|can't|won't)$",
      "(we|i)'m not$",
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
      "(i|we) (have |'ve )?(changed|change) (my|our) mind",
      'not ... but',
      'wait no',
      '(should|ought to) be',
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
  unsure: {
    anywhere: [
      "(i'm|i am|we're|we are|im)? not (so|too|very|really|entirely|quite)? (sure|certain)",
      "(i|we) (really|honestly)? (do not|don't|dunno) (really|actually)? (know|remember|recall|have a clue)",
      '(no idea|no clue|dunno|idk|hard to say|unsure|undecided|who knows)',
      "(i|we) (have not|haven't) (decided|thought|made up)",
      "(let me|i'll have to|i need to|need to|gotta) (check|think|look|ask)",
      'it depends',
    ],
    unless: ["(don't|do not) know (if|whether|what|when|where|who|how|which) you"],
  },
  any: {
    whole: [
      '(any|anything|anyone|anybody|anytime|any time|any day|anywhere|whatever|whichever|whenever|wherever|either|both|flexible|all|no preference|you choose)',
    ],
    anywhere: [
      "(any|anything|anyone|anybody|anytime|any time|any day|any of them|anywhere|whatever|whichever|whenever|wherever|either|either one|either of them|all of them|all) (time|day|one|of them|date|option)? (is|are|will|would|works|work|'s|'ll|suits|should) (be|do|work)? (fine|good|ok|okay|great|alright|works|perfect|for me)?",
      "(doesn't|does not|don't|do not) (really|much)? (matter|mind|care)",
      "(i'm|i am|we're|we are) (easy|flexible|open|not fussy|not picky)",
      '(up to you|you (choose|pick|decide)|your (choice|call|pick)|surprise me|dealers choice)',
      '(no|without|not have a|have no) (real|particular|strong|special|specific)? (preference|preferences)',
      '(whatever|whichever|whenever) (you|is|works|suits|they)',
      '(anyone|anybody|anything|any) (available|free|will do|goes)',
    ],
  },
  skip: {
    whole: ['(skip|pass|next|next question|private|not telling)'],
    anywhere: [
      '(skip|pass on) (it|this|that|the question|this one|that one|this question|that question)',
      "(i'd|i would|we'd|would) (rather|prefer) not (to)? (say|tell|share|answer|give|disclose)?",
      '(prefer|rather) not (to)? (say|tell|share|answer|give|disclose)',
      "(don't|do not) (want|wish|like) to (say|tell|share|answer|give|disclose)",
      'none of your business',
      "(i'm|i am) not (telling|giving|sharing)",
    ],
    unless: ['skip the (queue|line)'],
  },
  repeat: {
    whole: ['(what|huh|pardon|sorry|excuse me|come again|say again|eh|what was that)'],
    anywhere: [
      '(can|could|would) you (please)? (repeat|say) (that|it|this|the question)? (again|please)?',
      '(repeat|rephrase) (that|it|the question|please)',
      '(say|come) (that)? again',
      'what (did|do) you (say|mean|ask)',
      "(didn't|did not|don't|do not) (catch|get|understand|follow|hear) (that|it|you|what you|the question)?",
      'i beg your pardon',
    ],
    unless: ["(don't|do not|didn't|did not) get (it|that) (on|from|in|back|done)"],
  },
  wait: {
    whole: [
      '(wait|hold on|hang on|hold|brb|one (moment|second|sec|minute|min)|just a (moment|second|sec|minute|min)|a (moment|sec|minute|second) please)',
    ],
    anywhere: [
      '(give me|wait|hold on|hang on|just|in) (a|one|1|two|2|five|5) (moment|second|sec|minute|min|minutes|mins|secs|seconds)',
      '(hold|hang) on',
      "(i'll|i will|let me) (be right back|get back to you|come back|check and|call you back|think about it)",
      '(be right back|brb|one sec|one moment)',
    ],
  },
  request_person: {
    whole: [
      '(a|an|the)? (agent|human|operator|representative|person|real person|someone real|live agent|call me|call me please|please call me|ring me)',
    ],
    anywhere: [
      '(talk|speak|chat|connect|transfer|put me through|get me|switch|pass me|hand me over|speaking|talking|get through|reach) (me|us)? (to|with|on to|over to|directly to)? (a|an|the|some|your|any)? (real|actual|live|human|proper)? (human|person|agent|operator|representative|rep|someone|somebody|manager|supervisor|owner|staff|advisor|adviser|member of staff|human being|colleague|team|receptionist|somebody real|someone real)',
      '(want|need|prefer|like|get|give me|is there) (a|an|to see a)? (real|actual|live|human|proper) (human|person|agent|operator|representative|rep|one)',
      '(want|need|prefer|get me|give me) (a|an|your) (human|person to talk to|manager|supervisor|representative|live agent)',
      '(can|could|would|will) (someone|somebody|anyone|a person|one of your) ... (call|phone|ring|contact|help) me',
      '(can|could|would) you (please)? (call|phone|ring) me back?',
      '(call|phone|ring) me (back|please|now|on|at|asap)',
      '(have|get) (someone|somebody|a person) (to)? (call|phone|ring|contact) me',
      "(don't|do not) want to (talk|speak|chat) (to|with) (a|an|some)? (bot|robot|machine|computer|ai|assistant)",
    ],
    unless: [
      "(don't|do not|never|stop) ... (call|phone|ring|contact)",
      'call me (back)? (maybe|later if)',
      'no need to',
      'person to (person|be)',
    ],
  },
  request_booking: {
    anywhere: [
      '(book|schedule|arrange|reserve|make|set up|set|get|have|need|want|like|request|fix|organise|organize) (me|us)? (in for|for)? (a|an|the|another|my)? ... (appointment|appt|booking|reservation|visit|viewing|meeting|consultation|slot|tour|call|demo|session|haircut)',
      '(book|schedule|reserve) (me|us|it|that|this|in|something|a|an|the|one|now)',
      '(can|could|may) (i|we) (come|visit|pop|drop|stop) (in|by|over|round|around|see)?',
      "(i'd|i would|we'd|we would|i) (want|like|love|wish) to (book|come in|come by|visit|make|schedule|see|view)",
      '(like|want|wish) to (book|schedule|reserve|see the (place|flat|apartment|house|property))',
    ],
    unless: [
      '(cancel|reschedule|move|change|already|postpone) ... (appointment|booking|reservation|visit|viewing|meeting|slot|appt)',
      "(do not|don't|not|no need to) (want|like|wish|ready)? ... (book|schedule)",
      '(have|had) (an|a|my) (appointment|booking|reservation|viewing) (on|at|for|with|tomorrow|today|already|next|this)',
    ],
  },
  request_cancel: {
    whole: ['cancel'],
    anywhere: [
      "(cancel|call off) (my|the|our|this|that|it|an|everything|all|tomorrow's|today's)",
      '(want|need|like|have|wish|going) to cancel',
      '(can|could|may) (i|we|you) (please)? cancel',
      "(can't|cannot|can not|won't|will not|not able to|not be able to|unable to) (make it|come|attend)",
      '(no longer|not) (need|want|coming|able to come) ... (appointment|booking|visit|viewing|slot)?',
      'please cancel',
      'cancel (please|it)',
    ],
    unless: [
      '(cancellation|what if|if i|can i) ... (fee|policy|charge)',
      'if (i|we) (need|have|want) to cancel',
      'how (do|can|late|far|long) ... cancel',
      'what happens if',
      "(don't|do not|not) cancel",
      "(can't|cannot) (come|make it|attend) (at|on|before|after|that|then|until)",
      'to cancel (with|without|for free)',
    ],
  },
  request_reschedule: {
    whole: ['reschedule'],
    anywhere: [
      '(reschedule|rearrange|postpone|re-schedule|rebook)',
      '(move|change|switch|shift|push|bring) (my|the|our|this|that) (appointment|booking|reservation|visit|viewing|meeting|slot|appt)',
      '(move|change|push|shift) it to (another|a different|a later|an earlier|later|earlier)',
      'change (the|my) (time|date|day) of (my|the) (appointment|booking|visit|viewing|meeting)',
      '(need|want|like|have) (a|an|to find a)? (different|another) (time|day|date) for (my|the) (appointment|booking|visit|viewing|meeting)',
    ],
    unless: [
      'how (do|can|late|far) ... (reschedule|postpone|change)',
      'what (happens )?if',
      'if (i|we) (need|have|want) to',
      "(don't|do not) (reschedule|postpone|change|move)",
    ],
  },
  request_other_times: {
    whole: [
      '(later|earlier|other times|another time|another day|different time|different day|something else|more times|other days|more options|other options)',
    ],
    anywhere: [
      '(anything|something|any time|a time|a slot|any slots|slot|slots|time|times|appointment|one|anyone|got any|maybe) (a bit|a little|much|slightly|any)? (later|earlier|sooner|else|different)',
      '(another|other|different|more|further) (time|times|day|days|date|dates|slot|slots|appointment|appointments|option|options|openings|availability)',
      '(none|neither) (of (these|those|them|the|that))? (times|slots|days|options|two|three)? (work|works|suit|suits|fit|fits|is|are|do|will)',
      "(can't|cannot|can not|couldn't) (make|do) (any|either|those|these|them|that)",
      '(what|which) (other|else) ... (times|days|slots|dates|available|have|options)',
      '(what|anything) else (do|is|have|available)',
      '(any|is there) (other|another|later|earlier|more) ',
      '(too|bit) (early|late|soon) (for me)?',
    ],
    unless: [
      'anything else i (need|should|must|have)',
      'one more (thing|question)',
      'another question',
      'let you know',
      'something else (to ask|i)',
    ],
  },
  ask_if_human: {
    anywhere: [
      '(are you|is this|am i (talking|speaking|chatting) (to|with)|r u|you|is it|are u) (really|actually|just)? (a|an|some)? (real|actual|live|human|automated|chat)? (bot|robot|chatbot|machine|computer|ai|a i|human|person|real|automated|automatic|computer program|human being|real person|virtual assistant)',
      'who am i (talking|speaking|chatting) (to|with)',
      'are you (real|human|alive)',
    ],
    unless: ['(want|need|like) to (talk|speak|chat)', 'can i', 'thank you', '(are|is) you (a|an)? person i'],
  },
  opt_out: {
    whole: [
      '(stop|stopall|stop all|unsubscribe|end|quit|cancel all|optout|opt out|opt-out|revoke|remove me|leave me alone|go away|fuck off|piss off|get lost|stop it|stop messaging|stop texting|stop now)',
      'stop (promotions|promo|ads|spam|texts|messages|emails|calls)',
    ],
    anywhere: [
      '(unsubscribe|unsubscribe me|opt me out|opting out|opt out)',
      "(do not|don't|dont|never|please stop|stop|quit|cease|no longer) (ever|please)? (contact|contacting|call|calling|text|texting|message|messaging|email|emailing|e-mail|e-mailing|write|writing|write to|writing to|spam|spamming|bother|bothering|disturb|harass|harassing|send|sending|whatsapp|sms|phoning|phone|ring|ringing|reach out to|reaching out to|following up with) (to)? (me|us|this number|my number|my phone|any more messages|more messages|messages|texts|emails|anything)",
      '(stop|quit) (all)? (the|these|those|your|sending|with the)? (messages|texts|emails|calls|spam|messaging|texting|calling|emailing|spamming|contacting|sms)',
      '(remove|take|delete|erase) (me|my (number|name|email|details|data|info|information|address|phone)) (off|from|out of)? (your|the|this|all)? (list|lists|database|system|records|files|mailing list|contacts|crm)?',
      '(leave|let) me (alone|be|in peace)',
      '(take|get) me off',
      "(don't|do not) want (to (hear from|be contacted|receive|get)|any more (messages|texts|emails|calls)|your (messages|texts|emails|calls|spam))",
      '(lose|forget|delete) my (number|email|contact|details)',
      'do not disturb',
    ],
    unless: [
      "(do not|don't|dont|never|can't|won't|didn't) (ever)? stop",
      'stop (by|at|in|over|off|into|here|there|for|on the way|when|after)',
      '(call|text|message|email|ring|phone|contact|write|disturb|bother) (me|us) (before|after|until|till|at|on|between|during|in|while|yet|today|tomorrow|tonight|right now|this|next|when|unless|if|by|via|except)',
      '(bus|tram|train|metro|subway|pit|full) stop',
      "(don't|do not) want to (get|receive) (a|an|the) (perm|cut|colour|color|quote)",
      '(if|when|how) (i|do i|can i|you) ... (unsubscribe|opt out|stop)',
      "(don't|do not|never|didn't|doesn't) (send|write|email|text|call|message) (me)? (an|a|the) (wrong|file|attachment|copy)",
      '(remove|take|delete) me from (the|my) (appointment|booking|waiting list|waitlist|slot)',
      'take me (to|there|in|on|as)',
      '(remove|take|delete) me (for|at)',
      '(leave|let) me be (the|there|first|clear|honest)',
      'remove me and',
    ],
  },
  opt_in: {
    whole: ['(start|unstop|subscribe|resubscribe|opt in|opt-in)'],
    anywhere: [
      '(resubscribe|subscribe me|opt me in|opt me back in|sign me up for (messages|updates))',
      '(you|you can|you may) (can|may)? (contact|text|message|email|call|write to) me again',
      '(start|resume) (messaging|texting|contacting|emailing|writing) me',
    ],
    unless: ["(don't|do not|never)"],
  },
};
