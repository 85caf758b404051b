import { simulateWorkflowOperation } from './simulate-workflow.ts';

export { compareWords, type Difference } from './compare-words.ts';
export { lookUp } from './look-up.ts';
export { parseTranscript } from './parse-transcript.ts';
export { runSimulation } from './run-simulation.ts';
export type { Transcript } from './transcript.ts';

export const simulationOperations = [simulateWorkflowOperation] as const;
