import { list } from '../list.ts';

export const stopWords: readonly string[] = list(`
  a, an, the, and, or, but, if, then, of, at, by, for, with, about, to, from, in, on, off, up, down, out, over, under,
  again, so, than, too, very, can, could, will, would, shall, should, may, might, must, do, does, did, doing, done,
  have, has, had, having, be, is, are, was, were, been, being, am, i, me, my, mine, we, us, our, ours, you, your,
  yours, u, ur, he, him, his, she, her, it, its, they, them, their, this, that, these, those, there, here, what,
  which, who, whom, when, where, why, how, any, some, all, please, just, also, really, actually, like, want, need,
  know, tell, get, got, give, let, anything, something, else, anybody, someone, guys, bring, come, i'm, i'd, i'll, it's, what's, where's, who's, how's, don't, doesn't, isn't,
  aren't, can't, there's, that's, hi, hello, hey, ok, okay, yes, no, thanks, thank
`);

/** Words that mean the same when a question is matched to an answer. The first of a group stands for all. */
export const synonyms: readonly (readonly string[])[] = [
  ['price', 'cost', 'fee', 'charge', 'rate', 'pricing', 'much', 'expensive', 'cheap', 'quote', 'tariff'],
  ['open', 'hour', 'close', 'closing', 'opening', 'closed'],
  ['where', 'address', 'location', 'locate', 'direction', 'situated'],
  ['park', 'parking', 'garage'],
  ['cancel', 'cancellation', 'reschedule'],
  ['pay', 'payment', 'card', 'cash', 'visa', 'mastercard', 'credit', 'debit'],
  ['long', 'duration', 'length'],
  ['pet', 'dog', 'cat', 'animal'],
  ['allow', 'allowed', 'permit', 'permitted', 'welcome', 'accept', 'accepted'],
  ['child', 'kid', 'children', 'baby', 'toddler'],
  ['phone', 'telephone'],
  ['document', 'paperwork', 'papers', 'doc'],
  ['refund', 'reimburse'],
  ['discount', 'deal', 'promotion', 'coupon', 'voucher'],
  ['secure', 'safe', 'security', 'privacy', 'private', 'confidential'],
  ['wheelchair', 'accessible', 'accessibility', 'disabled'],
  ['buy', 'purchase'],
  ['rent', 'lease'],
  ['wifi', 'internet', 'wi-fi'],
  ['fast', 'quick', 'quickly', 'speed'],
  ['need', 'require', 'required', 'requirement'],
];

/** The word without the endings that English puts on it: plural, -ing, -ed, -ly. Not a word, only a key. */
export function stem(word: string): string {
  let base = word.replace(/'(?:s|re|d|ll|ve|t)?$/, '');
  if (base.length <= 3) return base;
  if (base.endsWith('ies') && base.length > 4) return `${base.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|z)es$/.test(base)) base = base.slice(0, -2);
  else if (base.endsWith('s') && !/(?:ss|us|is)$/.test(base)) base = base.slice(0, -1);
  if (base.endsWith('ing') && base.length > 5) base = undouble(base.slice(0, -3));
  else if (base.endsWith('ed') && base.length > 4) base = undouble(base.slice(0, -2));
  else if (base.endsWith('ly') && base.length > 5) base = base.slice(0, -2);
  return base.length > 4 && base.endsWith('e') ? base.slice(0, -1) : base;
}

function undouble(base: string): string {
  return /([bdgmnprt])\1$/.test(base) ? base.slice(0, -1) : base;
}
