import type { ActTable } from '../types.ts';

/** How people leave a question open or put it off. */
export const hesitations: ActTable = {
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
    whole: [
      '(no|without) (phone|email|e-mail|mail|number|phone number|name|address)',
      '(skip|pass|next|next question|private|not telling)',
    ],
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
    whole: ['(huh|pardon|come again|say again|what was that)'],
    marked: ['(what|sorry|excuse me|eh)'],
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
};
