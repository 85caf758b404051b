// A process of the product in virtual time, told by its parent what to do: a workspace of leads in cadence for two weeks.
import type { DatabaseLogin } from '../../src/db/login.ts';
import { type EngineReport, runEngine } from './two-weeks.ts';

export interface EngineOrder {
  readonly server: DatabaseLogin;
  readonly admin: DatabaseLogin;
  readonly dataDir: string;
  readonly leads: number;
}

/** `begins`: the leads are there and time begins to pass. `ends`: it has passed, and what stands is looked at. */
export type EngineMessage =
  | { readonly kind: 'begins' | 'ends' }
  | { readonly kind: 'done'; readonly report: EngineReport };

process.once('message', async (order) => {
  const report = await runEngine(asOrder(order), (kind) => tell({ kind }));
  tell({ kind: 'done', report });
  process.disconnect();
});

function tell(message: EngineMessage): void {
  process.send?.(message);
}

/** The parent sends nothing else. */
function asOrder(message: unknown): EngineOrder {
  return message as EngineOrder;
}
