import { type ChannelCapabilities, capabilitiesOf } from '../../kernel/channel.ts';
import { zonesOfPhone } from '../../kernel/phone-zones.ts';
import type { Sending } from '../situation.ts';
import type { World } from './world.ts';

const SAID_WITHIN_MS = 60_000;
const unlimited = { lastHour: 0, lastDay: 0, perHour: null, perDay: null };

/** What the policy looks at of a channel: a lead that agreed, in a workspace that has nobody else to write to. */
export function sendingOn(world: World, name: string): Sending {
  const channel = capabilitiesOf(world.input.channels, name);
  const { isInPlace } = channel;
  return {
    isTestLead: false,
    requiresConsent: false,
    hasConsent: true,
    suppression: null,
    address: isInPlace ? null : addressOn(world, channel),
    quietHours: isInPlace ? null : world.input.quietHours,
    zones: zonesOf(world),
    channel,
    lastInboundAt: isInPlace ? null : (lastInbound(world, name)?.at ?? null),
    sender: unlimited,
    saidLately: saidLately(world, name),
  };
}

export function zonesOf({ contact, input }: World): readonly string[] {
  const zones = contact.phone === null ? [] : zonesOfPhone(contact.phone);
  return zones.length > 0 ? zones : [input.workspace.timeZone];
}

/** What the lead wrote last, on this channel or on any. */
export function lastInbound({ messages }: World, channel?: string) {
  return messages.findLast((one) => one.author === 'lead' && (channel === undefined || one.channel === channel));
}

function addressOn({ contact }: World, { reaches }: ChannelCapabilities): string | null {
  if (reaches === 'email') return contact.email;
  return reaches === 'phone' ? contact.phone : (contact.phone ?? contact.email ?? 'lead');
}

/** What the lead was told within the last minute and has not answered since. */
function saidLately({ messages, now }: World, channel: string): string[] {
  const own = messages.filter((one) => one.channel === channel);
  return own
    .slice(own.findLastIndex(({ author }) => author === 'lead') + 1)
    .filter(({ at }) => at.getTime() > now.getTime() - SAID_WITHIN_MS)
    .map(({ text }) => text);
}
