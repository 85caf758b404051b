import type { Database } from '../db/database.ts';
import type { Channels } from '../kernel/channel.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Files } from '../kernel/files.ts';
import type { Llm } from '../kernel/llm.ts';
import type { Outbound } from '../kernel/outbound.ts';
import type { Secrets } from '../kernel/secrets.ts';
import type { Face } from './face.ts';
import type { Limiter, Limits } from './rate-limit.ts';

/** What http/ needs of the house to let requests in. Made once, by the composition root. */
export interface Door {
  readonly db: Database;
  readonly clock: Clock;
  readonly newId: (at: Date) => string;
  readonly files: Files;
  readonly channels: Channels;
  readonly outbound: Outbound;
  readonly llm: Llm;
  readonly secrets: Secrets;
  readonly limiter: Limiter;
  readonly limits: Limits;
  /** Whose headers and errors. */
  readonly face: Face;
  /** In tests: a response with an unknown or a missing key is an error. Else it is left out. */
  readonly strictResponses: boolean;
}
