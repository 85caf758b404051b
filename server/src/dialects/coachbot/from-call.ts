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
    transcript: call.transcript && textOf(call.transcript),
    recordingUrl: call.recordingUrl,
    endedReason: call.endedReason,
  };
}

/** One text, each turn with a blank line after it. */
function textOf(turns: NonNullable<Call['transcript']>): string {
  return turns.map(({ speaker, text }) => `${speaker === 'agent' ? 'Assistant' : 'Lead'}: ${text}\n\n`).join('');
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
