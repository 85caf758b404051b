import { list } from '../understanding/languages/list.ts';

/** English words that any receptionist says whatever the business: they are about nothing. */
export const commonWords: ReadonlySet<string> = new Set(
  list(`
  a, an, the, i, i'm, i'd, i'll, i've, me, my, mine, we, we'd, we'll, us, our, ours, you, your, yours, you'd, you'll, you're,
  you've, it, it's, its, he, she, they, them, their, this, that, that's, these, those, there, there's, here, who, what, what's,
  which, when, where, why, how, and, or, but, so, if, then, than, as, at, by, for, from, in, into, of, on, to, with, without, about,
  after, before, again, also, too, just, only, still, already, yet, now, next, first, last, soon, later, always, never, ever,
  am, is, are, was, were, be, been, being, do, does, did, done, don't, doesn't, have, has, had, having, can, can't, could, may,
  might, must, shall, should, will, would, won't, not, no, nor, yes, yeah, ok, okay, all, any, both, each, few, more, most,
  much, many, some, such, other, another, same, own, very, really, quite, bit, little, lot, something, anything, everything,
  nothing, someone, anyone, one, two, else, like, well, right, sure, course, certainly, absolutely, definitely, perfect,
  great, good, nice, lovely, wonderful, fantastic, excellent, fine, happy, glad, pleased, pleasure, delighted, welcome, hello,
  hi, hey, thanks, thank, please, sorry, apologies, understand, understood, understandable, see, hear, know, tell, told, let,
  let's, let me, get, got, give, take, make, need, want, wish, prefer, help, look, looking, find, ask, asking, answer, question,
  questions, say, said, mean, think, sounds, sound, choice, choose, option, options, detail, details, information, moment, time,
  times, day, days, way, thing, things, kind, sort, part, side, idea, mind, worry, worries, problem, trouble, easy, easier, best,
  better, suit, suits, work, works, feel, share, quick, quickly, short, long, back, come, coming, going, go, start, begin,
  continue, proceed, possible, able, ready, available, interested, touch, reach, forward, take care, care, matter, case,
  currently, usually, perhaps, maybe, exactly, especially, instead, together, through, between, over, under, up, down, out, off,
  while, during, until, because, though, however, whether, once, people, person, name, called, call, thinking, wondering,
  shall, follow, following, appreciate, enjoy, hope, hopefully, everyone, shared, mentioned, mention, gladly, noted, exciting, kindly`),
);
