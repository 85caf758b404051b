import type { ActPhrases } from '../types.ts';

/** Says aloud that it wants no more contact: each phrase names the contact. */
export const noMoreContact: NonNullable<ActPhrases['aloud']> = {
  anywhere: [
    "(do not|don't|never|stop|quit|cease|no longer) (you)? (ever|please)? (contact|contacting|call|calling|text|texting|message|messaging|email|emailing|e-mail|e-mailing|spam|spamming|harass|harassing|whatsapp|phone|phoning|ring|ringing|reach out to|reaching out to|follow up with|following up with) (me|us|this number|my number|my phone)",
    '(told|asked|ask|asking|telling) you (guys|people|all)? (not|never) to (contact|contacting|call|calling|text|texting|message|messaging|email|emailing|e-mail|e-mailing|spam|spamming|harass|harassing|whatsapp|phone|phoning|ring|ringing|reach out to|reaching out to|follow up with|following up with) (me|us|this number|my number|my phone)',
    "(do not|don't) bother (calling|texting|messaging|emailing|contacting) (me|us|again|back)",
    "(do not|don't|never|stop|quit|cease) (send|sending) (me|us)? (any|any more|more|all)? (the|these|those|your)? (messages|texts|emails|spam)",
    '(stop|quit|cease) (all)? (the|these|those|your|with the)? (messages|texts|emails|calls|phone calls|spam|messaging|texting|calling|emailing|spamming|contacting|phoning)',
    '(remove|take|delete|erase|get) (me|us|my (number|name|email|details|data|information|phone)) (off|from|out of) (your|the|this|that|all)? (calling|call|phone|mailing|email|marketing|contact)? (list|lists|database|system|records|files|contacts)',
    "on (your|the|a) (do not call|don't call|do-not-call|no call|do not contact) list",
    "(don't|do not|no longer) want (to (hear from you|be (contacted|called|texted|emailed|phoned)|(get|receive) ... (messages|texts|emails|calls|phone calls))|any more (messages|texts|emails|calls)|your (messages|texts|emails|calls|spam))",
    '(prefer|rather|like|want|wish|ask) (you)? not to (be (contacted|called|texted|emailed|phoned)|hear from you|(get|receive) ... (messages|texts|emails|calls))',
    'no more (messages|texts|emails|calls|phone calls)',
    'delete my (number|phone number|contact details|details)',
    '(unsubscribe me|opt (me)? out) (from|of) (your|all|any|the|these)? (calls|texts|messages|emails|list|lists|contact)',
  ],
  unless: [
    "(do not|don't|never|can't|won't|didn't|doesn't|will not|does not) (ever|even)? stop",
    "(i|i'll|we|we'll) (will|would|should|can|could|had to|have to|need to|want to)? stop",
    'did (you|they|he|she) (guys|people|all)? (ever|even)? stop',
    '(stop|quit) (texting|calling|messaging) (around|and|while)',
    '(my|him|her|them) ... to (stop|quit)',
    "(if|when|why) (you)? (do not|don't|no longer|stop|never)",
    "you (guys|people|all)? (do not|don't|never) (call|text|email|contact|phone) (me|us) back",
    "(they|he|she|nobody|people) (do not|don't|never|no longer)",
    '(call|text|message|email|ring|phone|contact) (me|us) (before|after|until|till|at|on|between|during|in|while|yet|today|tomorrow|tonight|right now|now|this|next|when|unless|if|by|via|except)',
    '(called|contacted|texted|phoned|emailed|you) (before|after|until|till|at|on|between|during|today|tomorrow|tonight|right now|this|next)',
    "call me (mr|mrs|miss|ms|sir|madam|ma'am|names|a|an|the|your|that|darling|honey|love|mate)",
    'call me ... i go by',
    'list (for|of|on)',
    '(got|get|getting|received|receiving|are|were|had|was) no more',
  ],
};
