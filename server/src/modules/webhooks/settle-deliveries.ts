import type { JobTools } from '../../jobs/claim-stimulus.ts';
import type { Attempt } from './delivery.ts';

export interface Settled {
  readonly workspaceId: string;
  readonly id: string;
  readonly endpointId: string;
  readonly state: 'pending' | 'delivered' | 'failed';
  readonly attempts: number;
  readonly availableAt: Date;
  readonly request: string;
  readonly entry: Attempt;
}

export interface Settler {
  /** Resolves when it is written. */
  add(settled: Settled): Promise<void>;
  /** From now on a failure to write is the last word. */
  stopTrying(): void;
}

const GATHER_MS = 10;
const RETRY_MS = 500;
const MAX_ROWS = 500;

/**
 * Writes what came of deliveries, many in one statement. Where the database is away it tries until it is back: a
 * process that dies or ends meanwhile leaves them to be delivered once more.
 */
export function createSettler({ db, clock, log }: Pick<JobTools, 'db' | 'clock' | 'log'>): Settler {
  let waiting: { readonly settled: Settled; done(): void }[] = [];
  let isWriting = false;
  let mayTryAgain = true;
  return {
    stopTrying: () => {
      mayTryAgain = false;
    },
    add: (settled) =>
      new Promise((done) => {
        waiting.push({ settled, done });
        if (!isWriting) void write();
      }),
  };

  async function write(): Promise<void> {
    isWriting = true;
    let restMs = GATHER_MS;
    while (waiting.length > 0) {
      await new Promise((resolve) => setTimeout(resolve, restMs));
      const batch = waiting.slice(0, MAX_ROWS);
      try {
        await db.sql`select settle_webhook_deliveries(${toRows(batch.map(({ settled }) => settled))}, ${clock.now()})`;
        waiting = waiting.slice(batch.length);
        for (const { done } of batch) done();
        restMs = waiting.length >= MAX_ROWS ? 0 : GATHER_MS;
      } catch (error) {
        log.warn({ err: error, deliveries: batch.length }, 'what came of webhooks could not be written yet');
        restMs = RETRY_MS;
        if (!mayTryAgain) for (const { done } of waiting.splice(0)) done();
      }
    }
    isWriting = false;
  }
}

function toRows(settled: readonly Settled[]): string {
  const rows = settled.map(({ workspaceId, endpointId, availableAt, ...row }) => ({
    ...row,
    workspace_id: workspaceId,
    endpoint_id: endpointId,
    available_at: availableAt,
  }));
  // A NUL cannot be stored, and half a character is none.
  return JSON.stringify(rows, (_key, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value,
  );
}
