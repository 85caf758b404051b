import type { ActTable } from '../types.ts';
import { noMoreContact } from './no-more-contact.ts';

/** How people ask for something to be done. */
export const requests: ActTable = {
  request_person: {
    whole: [
      '(a|an|the)? (agent|human|operator|representative|person|real person|someone real|live agent|call me|call me please|please call me|ring me)',
    ],
    anywhere: [
      '(talk|speak|chat|connect|transfer|put me through|get me|switch|pass me|hand me over|speaking|talking|get through|reach) (me|us)? (to|with|on to|over to|directly to)? (a|an|the|some|your|any)? (real|actual|live|human|proper)? (human|person|agent|operator|representative|rep|someone|somebody|manager|supervisor|owner|staff|advisor|adviser|member of staff|human being|colleague|team|receptionist|somebody real|someone real)',
      '(discuss|sort|talk|go over|do) (this|it|that|things)? (through|over|out)? (with|to) (a|an|some|one of|your|somebody|someone) ... (person|human|human being|someone|somebody|colleague|colleagues|advisor|agent|agents|team|people)',
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
      'what happens? if',
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
      '(any|is there) (other|another|later|earlier|more)',
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
  request_other: {
    anywhere: [
      '(another|other|others|different|alternative|alternatives)',
      '(something|someone|somebody|somewhere|anything|anyone|anybody|anywhere|some one|any one|some where|what|who|where) else',
      '(more|additional|further) (options|results|choices|places|ones|suggestions)',
      '(find|show|get|give|search|look) ... (more|others)',
      '(keep|continue) (looking|searching)',
    ],
    unless: [
      '(anything|something|nothing|what) else (i|that i|for now|for today|to|you|do|is needed|is there)',
      '(nothing|no one) else',
      'no (other|others)',
      '(need|want|require|requires) (anything|nothing|something) else',
      '(on|at|for) (another|a different|some other) (day|date|time)',
      '(another|other|different|alternative) (day|date|time|slot|question|thing|appointment|number)',
      'each other',
      'other than that',
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
      '(prefer|rather|like|want|wish|ask) (you)? not to (be contacted|receive|get|hear|have) ... (again|more|messages|texts|emails|calls|from you|you)?',
      '(not|no longer|stop) (want|wish|like|be)? (to)? (be)? (contacted|receiving|getting|receive|get|hearing|hear) ... (messages|texts|emails|calls|from you|anymore|any more)',
      'no more (messages|texts|emails|calls|spam)',
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
    aloud: noMoreContact,
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
