import type { Template } from '../../kernel/template.ts';
import { quietUntil } from '../cadence/quiet-hours.ts';
import { isUnasked, type Send, type SendFacts } from './send-facts.ts';
import { silencedBy } from './silenced-by.ts';

/** `rule` is a part of a sentence for the timeline: "Did not send: {rule}". `wait`: ask again then. */
export type Verdict =
  | { readonly verdict: 'send' }
  | { readonly verdict: 'wait'; readonly rule: string; readonly until: Date }
  | { readonly verdict: 'refuse'; readonly rule: string };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Who has just written is awake: an answer within this long comes whatever the hour. */
const PROMPT_MS = HOUR_MS;

/**
 * Whether a message may leave, the first rule that refuses it, or until when it must wait. Asked when a message is
 * decided on and once more when it leaves: no brain and no queue gets around it. What refuses for good is looked at
 * before what passes, so that nothing waits in vain.
 */
export function maySend(facts: SendFacts, send: Send): Verdict {
  const rule = refusedBy(facts, send);
  if (rule !== undefined) return { verdict: 'refuse', rule };
  return quietVerdict(facts, send) ?? senderVerdict(facts, send) ?? { verdict: 'send' };
}

function refusedBy(facts: SendFacts, send: Send): string | undefined {
  const silence = silencedBy(send.purpose === 'confirmation' ? beforeItsCause(facts) : facts);
  // A person may speak where the agent may not; an opt-out binds both.
  if (silence && (send.purpose !== 'person' || silence.binds === 'all')) return silence.rule;
  return refusedOutside(facts, send) ?? refusedText(facts, send);
}

/** A confirmation tells of one thing that silences the agent, and was decided with it: by what came after, it is bound. */
function beforeItsCause(facts: SendFacts): SendFacts {
  return facts.isOptedOut ? { ...facts, isOptedOut: false } : { ...facts, isPersons: false };
}

/** What binds a message that goes to somebody's own address, whoever wrote it. */
function refusedOutside(facts: SendFacts, { purpose, template }: Send): string | undefined {
  const { channel, address, suppression, isTestLead, requiresConsent, hasConsent, now, lastInboundAt } = facts;
  const isOfOptOut = purpose === 'confirmation' && facts.isOptedOut;
  if (channel.isInPlace) return undefined;
  if (isTestLead && channel.leavesHouse) return 'a test lead is never contacted for real';
  // Who answers by somebody else's hand answers where the lead has written: that one knows where.
  const isKnownThere = channel.isCarried === true && !isUnasked(purpose);
  if (address === null && !isKnownThere)
    return `the lead has no ${channel.reaches === 'email' ? 'e-mail address' : 'phone number'}`;
  if (suppression !== null && !isOfOptOut) return `its address must not be contacted: ${suppression}`;
  if (isUnasked(purpose) && requiresConsent && !hasConsent) return 'the lead has not agreed to be contacted';
  if (takesFreeText({ channel, lastInboundAt, now })) return undefined;
  return refusedTemplate(template, `the lead has not written for ${channel.freeTextHours} hours`);
}

/** No provider takes an empty value: https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes, 131008. */
function refusedTemplate(template: Template | null, because: string): string | undefined {
  if (template === null) return `${because}: only an approved template may be sent`;
  const empty = template.values.findIndex((value) => value.trim() === '');
  return empty < 0 ? undefined : `${because}, and place ${empty + 1} of the template ${template.name} is empty`;
}

/** Whether the channel takes free text to this lead now; outside its window it takes an approved template alone. */
export function takesFreeText({
  channel: { freeTextHours },
  lastInboundAt,
  now,
}: Pick<SendFacts, 'channel' | 'lastInboundAt' | 'now'>): boolean {
  if (freeTextHours === null) return true;
  return lastInboundAt !== null && now.getTime() - lastInboundAt.getTime() < freeTextHours * HOUR_MS;
}

function refusedText({ channel, saidLately }: SendFacts, { purpose, text }: Send): string | undefined {
  if (text.trim() === '') return 'there are no words';
  if (text.length > channel.maxTextLength) return `it is over ${channel.maxTextLength} characters`;
  const isRepeated = purpose !== 'person' && saidLately.includes(text);
  return isRepeated ? 'the same was said within the last minute' : undefined;
}

function quietVerdict({ channel, quietHours, zones, now, lastInboundAt }: SendFacts, { purpose }: Send) {
  if (channel.isInPlace || quietHours === null || purpose === 'person') return undefined;
  const isPrompt = lastInboundAt !== null && now.getTime() - lastInboundAt.getTime() < PROMPT_MS;
  if (!isUnasked(purpose) && isPrompt) return undefined;
  const until = quietUntil(now, zones, quietHours);
  return until && ({ verdict: 'wait', rule: 'it is quiet where the lead lives', until } as const);
}

/** Answers are not counted: only what is sent unasked can be too much. */
function senderVerdict({ sender, now, channel }: SendFacts, { purpose }: Send) {
  if (channel.isInPlace || !isUnasked(purpose)) return undefined;
  const wait = (rule: string, afterMs: number) =>
    ({ verdict: 'wait', rule, until: new Date(now.getTime() + afterMs) }) as const;
  if (sender.perDay !== null && sender.lastDay >= sender.perDay) {
    return wait(`${sender.perDay} messages a day are sent at most`, DAY_MS / 24);
  }
  if (sender.perHour !== null && sender.lastHour >= sender.perHour) {
    return wait(`${sender.perHour} messages an hour are sent at most`, HOUR_MS / 12);
  }
  return undefined;
}
