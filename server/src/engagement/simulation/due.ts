import type { LookingUp } from '../dialogue/informed.ts';
import { mayEnter } from '../statuses.ts';
import { type Timer, withStatusTimeout } from './agenda.ts';
import { approveDraft } from './drafts.ts';
import { enterStatus, factsOf } from './progress.ts';
import { reachOut } from './reach-out.ts';
import { react } from './react.ts';
import { remind } from './reminders.ts';
import { nextAppointment, note, statusOf, type World } from './world.ts';

/** Does what a timer that is due stands for. */
export function* fire(world: World, timer: Timer): LookingUp<void> {
  switch (timer.kind) {
    case 'status_timeout':
      timeOut(world, timer);
      break;
    case 'attempt_due':
      yield* reachOut(world);
      break;
    case 'put_off':
      world.channel = timer.channel;
      yield* react(world, timer.cause);
      break;
    case 'draft_put_off':
      yield* approveDraft(world);
      break;
    case 'reminder_due':
      remind(world, timer);
  }
}

/** The run has stayed in a status for as long as it may. Held by a person or an appointment, its time begins anew. */
function timeOut(world: World, { statusKey }: Extract<Timer, { kind: 'status_timeout' }>): void {
  const status = statusOf(world, statusKey);
  if (!status?.timeout || world.statusKey !== statusKey || !world.isRunActive) return;
  const isHeld = world.owner === 'person' || world.needsHuman || world.isTakenOver || world.runStatus === 'paused';
  const { after, unit, to } = status.timeout;
  if (!isHeld && nextAppointment(world) === null) {
    const entry = mayEnter(world.definition, factsOf(world), to);
    if (entry.ok) {
      enterStatus(world, entry.status, `nothing happened for ${after} ${unit}`);
      return;
    }
    const text = `Did not leave "${status.label}" after ${after} ${unit}: ${entry.refusal.message}`;
    note(world, { kind: 'note', text });
  }
  world.agenda = withStatusTimeout(world.agenda, status, world.now);
}
