import type { Call } from '../../modules/calls/index.ts';
import type { VoiceCall } from './schemas.ts';

/** A call as the vendor's clients read it. */
export function toVoiceCall(call: Call): VoiceCall {
  return {
    status: statuses[call.status],
    startedAt: call.startedAt,
    endedAt: call.endedAt,
    durationSeconds: call.durationSeconds,
    summary: call.summary,
    transcript: call.transcript,
    recordingUrl: call.recordingUrl,
    endedReason: call.endedReason,
  };
}

/** A call that failed has ended too: clients stop asking at `ended`, and the reason says the rest. */
const statuses: Readonly<Record<Call['status'], VoiceCall['status']>> = {
  scheduled: 'queued',
  queued: 'queued',
  ringing: 'ringing',
  in_progress: 'in-progress',
  ended: 'ended',
  failed: 'ended',
};
