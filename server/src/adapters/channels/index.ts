import type { Log } from '../../kernel/ctx.ts';
import { createConsoleChannel } from './console/console-channel.ts';
import type { Channel } from './port.ts';

/** Every channel over which this installation sends. A new one is a folder and a line here. */
export function createChannels(log: Log): ReadonlyMap<string, Channel> {
  const channels = [createConsoleChannel(log)];
  return new Map(channels.map((channel) => [channel.name, channel]));
}
