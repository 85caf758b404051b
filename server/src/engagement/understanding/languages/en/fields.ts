import { list, wordTable } from '../list.ts';
import type { FieldWords, Language, YesNoWords } from '../types.ts';

export const fields: FieldWords = {
  copulas: [
    'is',
    "'s",
    'are',
    'would be',
    'will be',
    "'ll be",
    'should be',
    'was',
    'is called',
    "'s called",
    'called',
    'named',
    'is now',
    'is actually',
  ],
  copulaMarks: ':=-',
  generic: list(`
    number, name, of, the, your, a, is, and, or, date, time, value, type, amount, total, preferred, do, you, have, are,
    allowed, permitted, available, provided, included, has, have, offers, offer, allows, allow, serves, includes, boolean, indicating, whether, should, be,
    any, required, wanted, needed, per, in, for, to, with, flag, desired, how, many, much, which, what, when
  `),
  notValues: list(`
    not, no, wrong, incorrect, correct, right, missing, unknown, the same, same, different, important, what, which,
    something, fine, good, ok, a, an, there, on, below, above, it, still, too, very, in, at, my, better, best, perfect
  `),
  ownName: list(`
    name, names, full name, your name, your full name, first name, last name, given name, family name, surname,
    contact name, customer name, client name, lead name, caller name, visitor name, patient name, guest name,
    owner name, your first name, your last name, applicant name, legal name, owner's name, contact person,
    first and last name, who is asking
  `),
  firstName: ['first', 'given'],
  lastName: ['last', 'family', 'surname'],
  address: ['address', 'street'],
};

export const yesNo: YesNoWords = {
  yes: 'Yes',
  no: 'No',
  bareYes: [
    '(i|we|they|he|she) (do|am|are|have|did|will|can|would|could|is|has) (indeed|too|certainly|definitely|actually|already|yes|please|so|thanks|both)',
    "(i|we) (have|'ve got|got|own) (one|it|that|some|them|both)",
    'i certainly do',
    '(of course|true|correct|right|y|affirmative|definitely|absolutely)',
    'already (do|have|did|done)',
  ],
  aloneYes: [
    '(i|we|they|he|she) (do|am|are|have|did|will|can|would|could|is|has)',
    '(it|they|there) (is|are|does|do|has|have)',
  ],
  bareNo: [
    "(i|we|they|he|she|it) (do not|don't|am not|'m not|are not|aren't|have not|haven't|did not|didn't|will not|won't|cannot|can't|would not|wouldn't|is not|isn't|has not|hasn't|does not|doesn't)",
    "(i'm|we're|they're|it's|he's|she's) not",
    '(not yet|false|n|none|never|negative|not really)',
    "i (don't|do not) (have|own|need) (one|it|any|that)",
  ],
  outright: list('yes, yeah, yep, yup, yea, no, nope, nah, absolutely, definitely, certainly not, absolutely not'),
  notAnswers: [
    '(no|oh|ah|oops|yes)? (wait|hang on|hold on)',
    'no actually',
    'no (problem|problems|worries|idea|clue|rush|hurry|doubt|preference)',
  ],
  numberBefore: [
    '',
    ...list(`
      am, im, i'm, is, are, were, we're, she's, he's, they're, turned, turning, aged, age, just, only, about, nearly,
      almost, yes, yeah, yep, no, nope, already, be
    `),
  ],
  numberAfter: ['', ...list('years, year, yrs, yr, yo, y, and, but, so, now, already, thanks, please, of, or')],
  undecidedBefore: list('sure, know, care, mind, matter, whether, if, prefer not, confirm, check, ask, about'),
  undecidedAfter: ['or not', 'or no'],
  prefixes: ['un', 'non', 'non-'],
  describing: list(`
    with, that, which, where, accept, accepts, allow, allows, allowing, has, have, having, offer, offers, offering,
    provide, provides, other, different, another
  `),
  predicates: list(`
    allowed, included, available, needed, required, possible, permitted, accepted, ok, okay, friendly, provided
  `),
};

export const money: Language['money'] = {
  units: wordTable(`
    dollar $, dollars $, bucks $, buck $, usd USD, euro EUR, euros EUR, eur EUR, pound GBP, pounds GBP, quid GBP,
    gbp GBP, sterling GBP, rupee INR, rupees INR, rs INR, inr INR, yen JPY, jpy JPY, yuan CNY, rmb CNY, cny CNY,
    franc CHF, francs CHF, chf CHF, peso peso, pesos peso, real BRL, reais BRL, brl BRL, cad CAD, aud AUD, nzd NZD,
    sgd SGD, hkd HKD, aed AED, dirham AED, dirhams AED, zar ZAR, rand ZAR, mxn MXN, sek SEK, nok NOK, dkk DKK,
    pln PLN, zloty PLN, kr krone, kronor SEK, kroner krone
  `),
  upper: ['max', 'maximum', 'budget', 'up to', 'limit', 'most', 'ceiling', 'afford', 'spend'],
};
