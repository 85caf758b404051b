import { fold } from '../understanding/text.ts';

interface Forbidden {
  /** A part of a sentence: "it {rule}". */
  readonly rule: string;
  readonly pattern: RegExp;
}

/** What no message by a model may say, in the folded words of a message. */
const forbidden: readonly Forbidden[] = [
  {
    rule: 'claims to be human',
    pattern:
      /\b(i am|i'm|this is|speaking (to|with)) (a |an |indeed |really |actually )*(real |actual |live )?(human|person|man|woman)\b|\bnot an? (\w+ )?(bot|chatbot|robot|ai|machine|computer|automated|software|assistant)\b|\b(real|live) (human|person) (here|typing|writing)\b|\bas a human\b/,
  },
  {
    rule: 'promises or guarantees',
    pattern:
      /\bguarante\w*|\b(i|we) (can )?(promise|assure|swear)\b|\b(100|hundred) ?(%|percent|per cent)|\brisk.free\b|\bno risk\b|\bwithout (any )?risk\b|\bmoney.back\b|\bdefinitely (work|get|be approved)|\b(will|shall|are|is|been|be|get) (surely |certainly |definitely )?(pre.?)?approved\b/,
  },
  {
    rule: 'gives advice on law, health or money',
    pattern:
      /\b(legal|medical|financial|tax|investment) advice\b|\b(you should|i (would )?(advise|recommend|suggest)|you (can|could|may)) .{0,30}\b(sue|invest|stop taking|take (an? |some |the |your |two )?(pills?|aspirin|ibuprofen|paracetamol|antihistamines?|medication|medicine|antibiotics?)|refinance|borrow|declare|plead)\b|\b(your (symptoms|diagnosis)|it is (not )?(cancer|an? (infection|allergy)))\b|\bdosage\b|\b(mg|milligrams?)\b/,
  },
  {
    rule: 'says that something was done',
    pattern:
      /\b(i|we)( have|'ve|'ll| will| am going to|'m going to| just| already)*(\s+(have|just|already|gladly))* (book(ed)?|schedul(e|ed)|reserv(e|ed)|cancel(l?ed)?|mov(e|ed)|reschedul(e|ed)|confirm(ed)?|sent|forward(ed)?|pass(ed)?|delet(e|ed)|remov(e|ed)|refund(ed)?|updat(e|ed)|mark(ed)?|charg(e|ed)|upgrad(e|ed)|appl(y|ied)|waiv(e|ed)|not(e|ed)|sav(e|ed)|add(ed)?|transferr?(ed)?|escalat(e|ed)) (you|your|it|this|that|the|a|an|to|everything|all)\b|\b(is|are|was|been|has been|have been) (now |all |already |hereby )*(booked|scheduled|reserved|cancell?ed|moved|rescheduled|confirmed|sent|deleted|removed|refunded|updated|marked|charged|upgraded|waived|approved)\b|\b(you are|you're) (all )?(booked|set|in|confirmed|scheduled)\b|\bsee you (on|at|then|tomorrow|today|soon)\b/,
  },
  {
    rule: 'says that somebody will get in touch',
    pattern:
      /\b(someone|somebody|a colleague|my colleague|the (team|manager|owner)|a (person|human|manager|member)|our (team|manager|staff)|we|i|they|he|she)( will|'ll| is going to| are going to) (\w+ )?(call|phone|ring|contact|get back|get in touch|reach out|e-?mail|text|visit)\b|\bhand(ing|ed)? (you|this) over\b|\b(connect|transfer|put) (ing )?you (to|with|through)\b/,
  },
  {
    rule: 'insults',
    pattern:
      /\b(idiots?|stupid|dumb|morons?|losers?|ugly|shut up|hate you|damn|shit\w*|fuck\w*|bitch\w*|asshole\w*|nazis?)\b/,
  },
  {
    rule: 'speaks of its instructions',
    pattern:
      /\b(system )?prompt\b|\binstructions?\b|\btake_turn\b|\blanguage model\b|\bjailbr\w+|\bdeveloper mode\b|\bmy (rules|programming|guidelines)\b/,
  },
];

/** Words of money and of what is given away: where they are said they must be the business's own. */
const commercial =
  /[$€£¥₹%]|\b(dollars?|bucks|euros?|pounds?|usd|eur|gbp|cents?|percent|per cent|discount\w*|free|gratis|no (charge|cost|fee)s?|complimentary|on the house|on us|my treat|pay|paid|payment|owe|refund\w*|vouchers?|coupons?|promo\w*|deal|bargain|half.price|cheap\w*|rebate|cashback|gift|bonus|credit|deposit|price[sd]?|pricing|costs?|fees?|charges?|rabatt|kostenlos|descuento|gratis|desconto|remise|gratuit\w*)\b/g;

/** Whether a message speaks of money, or of what is given away. */
export function speaksOfMoney(message: string): boolean {
  return plain(message).search(commercial) !== -1;
}

function plain(message: string): string {
  return fold(message.normalize('NFKC')).replaceAll(/\s+/g, ' ');
}

/** Why a message may not be said, as "it {rule}", or undefined. `grounds`: the business's words that fit here; `phrases`: the workspace's own list. */
export function forbiddenIn(
  message: string,
  grounds: readonly string[],
  phrases: readonly string[],
): string | undefined {
  const said = plain(message);
  const own = phrases.find((phrase) => said.includes(plain(phrase)));
  if (own !== undefined) return "says what the workspace's list forbids";
  const found = forbidden.find(({ pattern }) => pattern.test(said));
  if (found) return found.rule;
  const known = plain(grounds.join('\n'));
  const unknown = [...said.matchAll(commercial)].find(([word]) => !known.includes(word));
  return unknown && 'speaks of money or a favour that the workflow does not know';
}
