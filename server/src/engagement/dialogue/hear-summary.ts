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

const contacted = 'call(?:ed)?|contact(?:ed)?|text(?:ed)?|message(?:d)?|e-?mail(?:ed)?|phone(?:d)?';
const optingOut = new RegExp(
  [
    '\\b(?:asked|wants?|wanted|requested|demanded|prefers?|wishes|told us|said) (?:to|that)? ?(?:be )?(?:opt(?:ed)? out|unsubscribed?|removed from)\\b',
    '\\b(?:has |have )?opted out of\\b',
    `\\b(?:do not|don't|not to|never|stop|no longer|not want to)(?: be| being)? (?:${contacted}|calling|contacting|texting|messaging|e-?mailing|phoning)\\b`,
    '\\btake(?:n)? (?:him|her|them|me) off\\b|\\bdo[- ]not[- ](?:call|contact) list\\b',
  ].join('|'),
  'i',
);
const wantingPerson =
  /\b(?:asked|asking|asks|wants?|wanted|requested|requests|demanded|insisted|prefers?|would like)\b[^.!?]{0,40}\b(?:(?:a|an|the|real|actual|live) (?:human|person|agent|manager|supervisor|representative|advisor|colleague)|someone (?:real|from)|call(?:ed)? back|callback)\b/i;
