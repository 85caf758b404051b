import { createCallOperation } from './create-call.ts';
import { getCallOperation } from './get-call.ts';
import { listLeadCallsOperation } from './list-lead-calls.ts';
import { updateCallOperation } from './update-call.ts';

export type { Call } from './call.ts';
export { getNewestCall } from './get-newest-call.ts';
export { listLeadCalls } from './list-lead-calls.ts';
export { readHeardCall } from './read-heard-call.ts';

export const callOperations = [
  createCallOperation,
  listLeadCallsOperation,
  getCallOperation,
  updateCallOperation,
] as const;
