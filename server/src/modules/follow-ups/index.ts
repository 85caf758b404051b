import type { StimulusHandlers } from '../../jobs/dispatch.ts';
import { REMINDER_TIMER } from '../appointments/index.ts';
import { MISSED_TIMER } from '../conversations/index.ts';
import { cancelFollowUpOperation } from './cancel-follow-up.ts';
import { createFollowUpOperation } from './create-follow-up.ts';
import { FOLLOW_UP_TIMER } from './follow-up.ts';
import { listLeadFollowUpsOperation } from './list-lead-follow-ups.ts';
import { remind } from './remind.ts';
import { sendFollowUp } from './send-follow-up.ts';
import { updateFollowUpOperation } from './update-follow-up.ts';
import { writeAfterNoShow } from './write-after-no-show.ts';

/** What was promised to be said at a time. `publicUrl` is where the links lead. */
export function followUpStimuli(publicUrl: string): StimulusHandlers {
  return {
    [FOLLOW_UP_TIMER]: sendFollowUp,
    [REMINDER_TIMER]: (ctx, stimulus) => remind(ctx, stimulus, publicUrl),
    [MISSED_TIMER]: (ctx, stimulus) => writeAfterNoShow(ctx, stimulus, publicUrl),
  };
}

export const followUpOperations = [
  createFollowUpOperation,
  listLeadFollowUpsOperation,
  updateFollowUpOperation,
  cancelFollowUpOperation,
] as const;
