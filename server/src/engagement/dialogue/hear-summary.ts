import type { Turn } from './turn.ts';

/**
 * What the rules take from words about a lead that are none of the lead's: that a person is to look, where they seem to
 * say that it wants no more contact or a person. "She is no longer contacting other agencies" does not opt her out.
 * No values: "we do no balayage" and "wants a balayage" name the same one.
 */
export function hearSummary(turn: Turn, summary: string): void {
  const reason = whyLook(summary);
  if (reason !== undefined) turn.steps.push({ step: 'hand_over', reason });
}

function whyLook(summary: string): string | undefined {
  if (optingOut.test(summary)) return 'a summary says that the lead wants no more contact';
  if (wantingPerson.test(summary)) return 'the summary of a call says that the lead asked for a person';
  return undefined;
}

const contact = 'call|contact|text|message|e-?mail|phone';
const contacted = `(?:${contact})(?:e?d)?|calling|contacting|texting|messaging|e-?mailing|phoning`;
/** Wide, as a person only looks: "stop calling", "no more calls", "never hear from us again", "off the list". */
const optingOut = new RegExp(
  [
    '\\b(?:opt(?:ed)? out|unsubscribed?)\\b(?! of the)',
    `(?:\\b(?:not(?: to)?|never|stop|no longer)|n't)(?: wants?(?: us)? to)?(?: be| being)? (?:${contacted})\\b`,
    `\\bno (?:more|further) (?:${contact})s?\\b`,
    "(?:\\bnot|\\bnever|\\bno longer|n't)\\b[^.!?]{0,30}\\bhear from\\b",
    '\\b(?:tak(?:e|en)(?: \\w+)? off|remov(?:e|ed|al)(?: \\w+)? from)\\b[^.!?]{0,20}\\blists?\\b',
    '\\bdo[- ]not[- ](?:call|contact)\\b',
  ].join('|'),
  'i',
);
const wantingPerson =
  /(?<!\bnot |n't |\bnever )\b(?:asked|asking|asks|wants?|wanted|requested|requests|demanded|insisted|prefers?|would like)\b[^.!?]{0,40}\b(?:(?:a|an|the|real|actual|live) (?:human|person|agent|manager|supervisor|representative|advisor|colleague)|someone (?:real|from)|call(?:ed)? back|callback)\b/i;
