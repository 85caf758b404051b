import { listLeadCallsOperation } from './list-lead-calls.ts';

export type { Call } from './call.ts';
export { getNewestCall } from './get-newest-call.ts';
export { listLeadCalls } from './list-lead-calls.ts';

export const callOperations = [listLeadCallsOperation] as const;
