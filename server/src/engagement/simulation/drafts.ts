import type { Action } from '../decision.ts';
import type { LookingUp } from '../dialogue/informed.ts';
import { maySend } from '../policy/may-send.ts';
import { sendFactsOf } from '../silence.ts';
import { withdrawDraft } from './people.ts';
import { attempt, react } from './react.ts';
import { nextAppointment, note, situationIn, type WaitingDraft, type World } from './world.ts';

/** A person approves the draft that waits: what waited for it is done, and its words are said, as one. */
export function* approveDraft(world: World): LookingUp<void> {
  const { draft } = world;
  if (!draft) {
    note(world, { kind: 'refused', what: 'approve', rule: 'no draft waits' });
    return;
  }
  world.channel = draft.channel;
  const send = { purpose: draft.purpose, text: draft.text, template: draft.template ?? null };
  const verdict = maySend(sendFactsOf(situationIn(world)), send);
  if (verdict.verdict === 'wait') {
    world.agenda = [...world.agenda, { kind: 'draft_put_off', dueAt: verdict.until }];
    note(world, { kind: 'waits', until: verdict.until.toISOString(), rule: verdict.rule });
    return;
  }
  const misfit = whyNot(world, draft) ?? (verdict.verdict === 'refuse' ? verdict.rule : undefined);
  if (misfit === undefined) yield* sayDraft(world, draft);
  else withdrawDraft(world, misfit);
}

function* sayDraft(world: World, { text, purpose, onApproval }: WaitingDraft): LookingUp<void> {
  const send: Action = { do: 'send', text, reason: 'approved by a person', purpose };
  const refusal = attempt(world, { actions: [...onApproval, send], refused: [] }, () => undefined);
  if (refusal === undefined) {
    world.draft = null;
    return;
  }
  withdrawDraft(world, 'that time is no longer free');
  yield* react(world, { kind: 'slot_lost', startAt: refusal.startAt });
}

export function discardDraft(world: World): void {
  if (world.draft) withdrawDraft(world, 'discarded by a person');
  else note(world, { kind: 'refused', what: 'discard', rule: 'no draft waits' });
}

/** What has become of the lead's appointment since the draft was written. */
function whyNot(world: World, { onApproval }: WaitingDraft): string | undefined {
  const appointment = nextAppointment(world);
  const isOther = onApproval.some(
    (action) => (action.do === 'move' || action.do === 'cancel') && action.appointmentId !== appointment?.id,
  );
  if (isOther) return 'the appointment is no more';
  const isSecond = appointment !== null && onApproval.some((action) => action.do === 'book');
  return isSecond ? 'the lead has an appointment already' : undefined;
}
