import type { OpenQuestion } from '../../engagement/dialogue/informed.ts';
import type { FoundAnswer } from '../../engagement/knowledge/found-answer.ts';
import type { SimulationInput } from '../../engagement/simulation/input.ts';
import { isTurn, simulateByTurns } from '../../engagement/simulation/simulate.ts';
import type { Trace } from '../../engagement/simulation/trace.ts';
import type { WorkflowDefinition } from '../../engagement/workflow/definition.ts';

interface Running {
  /** What the knowledge says to a question that the workflow does not answer; null where it says nothing. */
  readonly lookUp: (question: OpenQuestion) => Promise<FoundAnswer | null>;
  /** Comes between turns and look-ups; what it raises ends the simulation. */
  readonly pause?: () => Promise<void>;
}

/** Simulates turn by turn, and has looked up in between what a live turn would look up. */
export async function runSimulation(
  definition: WorkflowDefinition,
  input: SimulationInput,
  { lookUp, pause }: Running,
): Promise<Trace> {
  const simulated = simulateByTurns(definition, input);
  for (let next = simulated.next(null); ; ) {
    if (next.done) return next.value;
    const found = isTurn(next.value) ? null : await lookUp(next.value);
    await pause?.();
    next = simulated.next(found);
  }
}
