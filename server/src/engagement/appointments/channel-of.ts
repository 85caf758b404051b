import { type Channels, capabilitiesOf } from '../../kernel/channel.ts';

interface Reached {
  readonly phone: string | null;
  readonly email: string | null;
  readonly isTest: boolean;
}

/** Whether an appointment that was booked on a channel is written of there; else on another that reaches the lead. */
export function isWrittenOn(bookedOn: string, channels: Channels): boolean {
  const { isInPlace, isCall } = capabilitiesOf(channels, bookedOn);
  return !isInPlace && !isCall;
}

/**
 * On what channel an appointment is spoken of: where it was booked. Where that is a call, or only read by who comes to
 * look, on the first of those wanted that reaches the lead with free text; else of those that reach somebody's own
 * device.
 */
export function channelOf(bookedOn: string, lead: Reached, wanted: readonly string[], channels: Channels): string {
  if (isWrittenOn(bookedOn, channels)) return bookedOn;
  const reaches = (name: string) => {
    const can = channels.get(name)?.capabilities;
    if (!can || can.isInPlace || can.isCall || can.freeTextHours !== null) return false;
    if (lead.isTest && can.leavesHouse) return false;
    if (can.reaches === 'any') return lead.phone !== null || lead.email !== null;
    return (can.reaches === 'phone' ? lead.phone : lead.email) !== null;
  };
  const others = [...channels.keys()].filter((name) => channels.get(name)?.capabilities.leavesHouse);
  return [...wanted, ...others].find(reaches) ?? bookedOn;
}
