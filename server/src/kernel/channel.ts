/** What the rules of sending must know of a channel. A new channel says it of itself; nothing asks for its name. */
export interface ChannelCapabilities {
  /** Nothing is sent: a message is read where it is written, by whoever comes to look. */
  readonly isInPlace: boolean;
  /** Nothing is sent from here: somebody takes what stands there to the lead. A message is sent by being written. */
  readonly isCarried?: true;
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

/** The channels over which this installation sends, by name. */
export type Channels = ReadonlyMap<string, { readonly capabilities: ChannelCapabilities }>;

/** What holds of every channel whose messages are read where they are written: web chat, forms, the API. */
export const inPlace: ChannelCapabilities = {
  isInPlace: true,
  reaches: 'any',
  isCall: false,
  leavesHouse: false,
  takesIdempotencyKey: true,
  freeTextHours: null,
  maxTextLength: 10_000,
};

/** Whoever carries it knows what its provider takes, and by whose key it reads: a test key sees test leads alone. */
const byPhone: ChannelCapabilities = { ...inPlace, isInPlace: false, isCarried: true, reaches: 'phone' };
const call: ChannelCapabilities = { ...byPhone, isCall: true };

/** What reaches somebody's own device by whatever name: where nothing is sent over it from here, integrators carry it. */
const carried: ReadonlyMap<string, ChannelCapabilities> = new Map([
  ['sms', byPhone],
  ['whatsapp', byPhone],
  ['phone', call],
  ['voice', call],
  ['call', call],
  ['email', { ...byPhone, reaches: 'email' }],
]);

/** What a channel can do here, whatever its name: one of ours, one that is carried, or one that is read in its place. */
export function capabilitiesOf(channels: Channels, name: string): ChannelCapabilities {
  return channels.get(name)?.capabilities ?? carried.get(name) ?? inPlace;
}
