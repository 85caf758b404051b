import type { StimulusHandlers } from '../../jobs/dispatch.ts';
import { STATUS_TIMEOUT } from '../leads/index.ts';
import { cancelRunOperation } from './cancel-run.ts';
import { enrolLeadOperation } from './enrol-lead.ts';
import { listLeadRunsOperation } from './list-lead-runs.ts';
import { moveLeadStatusOperation } from './move-lead-status.ts';
import { pauseRunOperation } from './pause-run.ts';
import { resumeRunOperation } from './resume-run.ts';
import { timeOut } from './time-out.ts';

export { cancelRun } from './cancel-run.ts';
export { enrolLead } from './enrol-lead.ts';
export { findActiveRuns } from './find-active-runs.ts';
export { listLeadRuns } from './list-lead-runs.ts';
export { moveLeadStatus } from './move-lead-status.ts';
export { pauseRun } from './pause-run.ts';
export { resumeRun } from './resume-run.ts';

/** What time does to a run. */
export const runStimuli: StimulusHandlers = { [STATUS_TIMEOUT]: timeOut };

export const runOperations = [
  moveLeadStatusOperation,
  enrolLeadOperation,
  listLeadRunsOperation,
  pauseRunOperation,
  resumeRunOperation,
  cancelRunOperation,
] as const;
