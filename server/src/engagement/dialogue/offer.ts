import { formatSlot, type Offers, type Slot } from '../calendar/index.ts';
import type { OfferedSlot, SpeechContext } from '../understanding/types.ts';
import type { DialogueState } from './state.ts';

type Speaking = Pick<SpeechContext, 'now' | 'timeZone' | 'country'>;

/** Free times as they are said to a lead, and what a dialogue keeps of them to understand the answer. */
export interface Offer {
  readonly sentence: string;
  /** For the timeline. */
  readonly reason: string;
  readonly remembered: Pick<DialogueState, 'offered' | 'asked' | 'confirming' | 'proposed'>;
}

/** Undefined where there is nothing to offer. */
export function offerOf({ slots, match }: Offers, speaking: Speaking): Offer | undefined {
  const [only] = slots;
  if (!only) return undefined;
  const remembered = { offered: slots, asked: [], confirming: null, proposed: [] };
  const isAsWished = match === 'exact';
  if (slots.length === 1) {
    const sentence = `${isAsWished ? 'I have' : 'The nearest I have is'} ${textOfSlot(only, speaking)}. Shall I book it?`;
    return { sentence, reason: 'offered one time', remembered: { ...remembered, confirming: 'slot' } };
  }
  if (isOneTime(slots)) {
    const sentence = `${textOfSlot(only, speaking)} is free. Shall I book it?`;
    const one = { ...remembered, offered: [only], confirming: 'slot' } as const;
    return { sentence, reason: 'offered the time wished', remembered: one };
  }
  const lines = slots.map((slot, index) => `${index + 1}. ${textOfSlot(slot, speaking)}`).join('\n');
  const sentence = `${isAsWished ? 'I have these times:' : 'The nearest I have:'}\n${lines}\nWhich one suits you?`;
  return { sentence, reason: 'offered free times', remembered };
}

export function textOfSlot(slot: OfferedSlot, { now, timeZone, country }: Speaking): string {
  const by = slot.resourceName ? ` with ${slot.resourceName}` : '';
  return `${formatSlot(slot, { timeZone, country, now })}${by}`;
}

/** Several people free at the one time that was wished: that time is the offer. */
function isOneTime(slots: readonly Slot[]): boolean {
  return slots.every((slot) => slot.startAt === slots[0]?.startAt);
}
