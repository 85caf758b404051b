import type { StimulusHandlers } from '../../jobs/dispatch.ts';
import { ANSWER_TIMER } from '../conversations/index.ts';
import { asPutOff } from './put-off.ts';
import { reachOut } from './reach-out.ts';
import { react } from './react.ts';
import { sendDraft } from './send-draft.ts';

export { giveUpOnStimulus } from './give-up.ts';
export { react } from './react.ts';
export { type Spoken, speakUnasked } from './speak-unasked.ts';

/** What the agent answers in a conversation. `publicUrl` is where its links lead. */
export function conversationStimuli(publicUrl: string): StimulusHandlers {
  return {
    lead_created: (ctx, stimulus) => react(ctx, stimulus, publicUrl),
    message_received: (ctx, stimulus) => react(ctx, stimulus, publicUrl),
    person_spoke: (ctx, stimulus) => react(ctx, stimulus, publicUrl),
    call_ended: (ctx, stimulus) => react(ctx, stimulus, publicUrl),
    handed_back: (ctx, stimulus) => react(ctx, stimulus, publicUrl),
    [ANSWER_TIMER]: (ctx, stimulus) => react(ctx, asPutOff(stimulus), publicUrl),
    attempt_due: (ctx, stimulus) => reachOut(ctx, stimulus, publicUrl),
    draft_approved: (ctx, stimulus) => sendDraft(ctx, stimulus, publicUrl),
  };
}
