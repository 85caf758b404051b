import type { Channel } from '../../adapters/channels/port.ts';
import type { JobTools } from '../../jobs/claim-stimulus.ts';

/** What delivering works with: the channels with what sends over them. */
export interface DeliveryTools extends JobTools {
  readonly channels: ReadonlyMap<string, Channel>;
}
