import { approveDraftOperation } from './approve-draft.ts';
import { discardDraftOperation } from './discard-draft.ts';
import { listDraftsOperation } from './list-drafts.ts';
import { updateDraftOperation } from './update-draft.ts';

export const draftOperations = [
  listDraftsOperation,
  approveDraftOperation,
  updateDraftOperation,
  discardDraftOperation,
] as const;
