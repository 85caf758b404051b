import { setImmediate } from 'node:timers/promises';
import type { SimulationInput } from '../../engagement/simulation/input.ts';
import { simulateByTurns } from '../../engagement/simulation/simulate.ts';
import type { Trace } from '../../engagement/simulation/trace.ts';
import type { WorkflowDefinition } from '../../engagement/workflow/definition.ts';
import type { Clock } from '../../kernel/clock.ts';
import { FoyerError } from '../../kernel/errors.ts';

const LONGEST_MS = 20_000;

/**
 * Simulates turn by turn, so that other requests get theirs in between. Raises `unprocessable` simulation_too_long, and
 * what the signal says where nobody waits for it any more.
 */
export async function runSimulation(
  definition: WorkflowDefinition,
  input: SimulationInput,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<Trace> {
  const latest = clock.now().getTime() + LONGEST_MS;
  const turns = simulateByTurns(definition, input);
  for (;;) {
    const next = turns.next();
    if (next.done) return next.value;
    await setImmediate();
    signal.throwIfAborted();
    if (clock.now().getTime() <= latest) continue;
    const message = 'The simulation takes longer than twenty seconds: give fewer messages, or a shorter time.';
    throw new FoyerError('unprocessable', message, { reason: 'simulation_too_long' });
  }
}
