import { decide } from '../decide.ts';
import type { Decision } from '../decision.ts';
import { type LookingUp, proposeInformed } from '../dialogue/informed.ts';
import type { Stimulus } from '../situation.ts';
import { applyDecision, type ComeBack } from './apply.ts';
import { SlotRefused } from './appointments.ts';
import { askForPerson } from './people.ts';
import { note, savepoint, situationIn, type World } from './world.ts';

/** How often a time may be lost before a person is asked for. */
const MAX_LOST_SLOTS = 5;

/** One stimulus: situation, proposal, policy, and what comes of it; it comes again where nothing may be said yet. */
export function* react(world: World, cause: Stimulus, comeBack: ComeBack = putOff(world, cause)): LookingUp<void> {
  let stimulus = cause;
  for (let lost = 0; ; lost++) {
    const { situation, proposal } = yield* proposeInformed(situationIn(world), stimulus);
    const refusal = attempt(world, decide(situation, stimulus, proposal), comeBack);
    if (refusal === undefined) return;
    if (refusal.why !== 'taken' || lost >= MAX_LOST_SLOTS) {
      giveUp(world, stimulus, refusal);
      return;
    }
    stimulus = { kind: 'slot_lost', startAt: refusal.startAt };
  }
}

function putOff(world: World, cause: Stimulus): ComeBack {
  const { channel } = world;
  return (dueAt) => {
    world.agenda = [...world.agenda, { kind: 'put_off', cause, channel, dueAt }];
  };
}

/** Whether an answer in this conversation had to wait; who calls answers in its place. */
export function takePutOff(world: World): boolean {
  const others = world.agenda.filter((timer) => timer.kind !== 'put_off' || timer.channel !== world.channel);
  const wasPutOff = others.length < world.agenda.length;
  world.agenda = others;
  return wasPutOff;
}

/** Applies all of a decision or, where its time is not to be had, nothing. */
export function attempt(world: World, decision: Decision, comeBack: ComeBack): SlotRefused | undefined {
  const rollBack = savepoint(world);
  try {
    applyDecision(world, decision, comeBack);
    return undefined;
  } catch (error) {
    if (!(error instanceof SlotRefused)) throw error;
    rollBack();
    return error;
  }
}

/** What the product tries again, and in the end gives to a person. */
function giveUp(world: World, { kind }: Stimulus, refusal: SlotRefused): void {
  note(world, { kind: 'note', text: `The agent failed: ${refusal.message}` });
  askForPerson(world, `the agent failed to handle "${kind}"`);
}
