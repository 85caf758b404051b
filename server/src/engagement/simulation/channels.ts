import { type ChannelCapabilities, type Channels, inPlace } from '../../kernel/channel.ts';
import type { QuietHours } from '../cadence/quiet-hours.ts';
import type { WorkflowDefinition } from '../workflow/definition.ts';

/** Where somebody waits for the agent's first words. */
const GREETED_CHANNELS: ReadonlySet<string> = new Set(['web_chat']);

export function isGreeted(channel: string): boolean {
  return GREETED_CHANNELS.has(channel);
}

/** Those of a new workspace. */
export const DEFAULT_QUIET_HOURS: QuietHours = { from: '21:00', to: '08:00' };

const sends: ChannelCapabilities = { ...inPlace, isInPlace: false, leavesHouse: true, maxTextLength: 4096 };

/** What the usual channels can do, wherever they are connected. */
const usual: Readonly<Record<string, ChannelCapabilities>> = {
  sms: { ...sends, reaches: 'phone' },
  whatsapp: { ...sends, reaches: 'phone', freeTextHours: 24 },
  email: { ...sends, reaches: 'email' },
  phone: { ...sends, reaches: 'phone', isCall: true },
};

/** The channels of a workflow's cadence as if all of them were connected, for who has no installation to ask. */
export function assumedChannels({ cadence }: WorkflowDefinition): Channels {
  const names = cadence?.channels.map(({ channel }) => channel) ?? [];
  return new Map(names.map((name) => [name, { capabilities: usual[name] ?? sends }]));
}
