/** What the rules of sending must know of a channel. A new channel says it of itself; nothing asks for its name. */
export interface ChannelCapabilities {
  /** Nothing is sent: a message is read where it is written, by whoever comes to look. */
  readonly isInPlace: boolean;
  /** By which of a lead's addresses it reaches it: its phone, its e-mail, or whatever there is. */
  readonly reaches: 'phone' | 'email' | 'any';
  /** It rings: only ever inside a cadence's windows. */
  readonly isCall: boolean;
  /** What is sent leaves this installation for somebody's own device: nothing does to a test lead. */
  readonly leavesHouse: boolean;
  /** The same key sent twice is one message there: what became of a try need not be known to try again. */
  readonly takesIdempotencyKey: boolean;
  /** For how many hours after the lead's last word free text is taken; after them only an approved template. Null: always. */
  readonly freeTextHours: number | null;
  readonly maxTextLength: number;
}

/** The channels over which this installation sends, by name; a message on any other is read where it is written. */
export type Channels = ReadonlyMap<string, { readonly capabilities: ChannelCapabilities }>;

/** What holds of every channel over which nothing is sent from here: web chat, and those that integrators carry. */
export const inPlace: ChannelCapabilities = {
  isInPlace: true,
  reaches: 'any',
  isCall: false,
  leavesHouse: false,
  takesIdempotencyKey: true,
  freeTextHours: null,
  maxTextLength: 10_000,
};

/** What a channel can do here, whatever its name. */
export function capabilitiesOf(channels: Channels, name: string): ChannelCapabilities {
  return channels.get(name)?.capabilities ?? inPlace;
}
