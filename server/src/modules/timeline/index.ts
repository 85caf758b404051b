import { listLeadActionsOperation } from './list-lead-actions.ts';

export { listLeadActions } from './list-lead-actions.ts';
export { actionTypes, recordAction } from './record-action.ts';
export { recordAudit } from './record-audit.ts';
export { recordEvent } from './record-event.ts';

export const timelineOperations = [listLeadActionsOperation] as const;
