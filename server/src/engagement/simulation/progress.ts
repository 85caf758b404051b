import { type Consequence, consequences, flagsFor, stageOfStatus } from '../consequences.ts';
import { valuesOf } from '../situation.ts';
import { chooseAutomatic, type StatusFacts } from '../statuses.ts';
import type { WorkflowStatus } from '../workflow/definition.ts';
import { without, withStatusTimeout } from './agenda.ts';
import { renewCadence } from './people.ts';
import { nextAppointment, note, statusOf, type World } from './world.ts';

type Stage = World['stage'];

/** Whether the stage has changed. */
export function setStage(world: World, stage: Stage, reason: string, unless: readonly Stage[] = []): boolean {
  const from = world.stage;
  if (from === stage || unless.includes(from)) return false;
  world.stage = stage;
  note(world, { kind: 'moved', what: 'stage', from, to: stage, reason });
  return true;
}

/** Moves the run whatever the gate; nothing where it is there already. */
export function moveStatus(world: World, status: WorkflowStatus | undefined, reason: string): void {
  const from = world.statusKey;
  if (!status || status.key === from) return;
  world.statusKey = status.key;
  follow(world, status);
  note(world, { kind: 'moved', what: 'status', from, to: status.key, reason });
  world.agenda = world.isRunActive
    ? withStatusTimeout(world.agenda, status, world.now)
    : without(world.agenda, 'status_timeout');
  const isTakenUp = status.category === 'active' && statusOf(world, from)?.category !== 'active';
  if (isTakenUp) renewCadence(world);
}

/** A terminal status that is won or lost ends the run, any other takes it up again, but not one that was cancelled. */
function follow(world: World, { flags, category }: WorkflowStatus): void {
  if (world.runStatus === 'cancelled' || world.runStatus === 'transferred') return;
  const isEnd = flags.includes('terminal') && (category === 'won' || category === 'lost');
  world.runStatus = isEnd ? 'completed' : world.runStatus === 'completed' ? 'running' : world.runStatus;
  world.isRunActive = !isEnd;
}

/** What an appointment made or cancelled does to the stage, and where that has changed or must, to the status. */
export function takeConsequence(world: World, what: keyof typeof consequences): void {
  const { stage, unless, flag, reason, onlyWithStage }: Consequence = consequences[what];
  const hasMoved = setStage(world, stage, reason, unless);
  if (onlyWithStage && !hasMoved) return;
  const { statuses } = world.definition;
  moveStatus(
    world,
    flagsFor(flag).flatMap((one) => statuses.filter(({ flags }) => flags.some((its) => its === one)))[0],
    reason,
  );
}

/** Moves the run to a status that it may enter, and the stage with it. */
export function enterStatus(world: World, status: WorkflowStatus, reason: string): void {
  moveStatus(world, status, reason);
  const { stage, unless } = stageOfStatus(status);
  setStage(world, stage, reason, unless);
}

/** What is done once at the end of a turn: gates that open by themselves, then another workflow. */
export function endTurn(world: World): void {
  if (world.hasLearned && world.isRunActive && world.runStatus === 'running') {
    const status = chooseAutomatic(world.definition, factsOf(world));
    if (status) enterStatus(world, status, 'what it asks for is known');
  }
  world.hasLearned = false;
  transfer(world);
}

/** What is said in another workflow is that one's to simulate. */
function transfer(world: World): void {
  const status = statusOf(world, world.statusKey);
  const hasJustCome = world.happened.some((one) => one.kind === 'moved' && one.what === 'status');
  if (!status?.transfer || !status.flags.includes('terminal') || !hasJustCome) return;
  if (world.isOptedOut || world.runStatus === 'cancelled') return;
  const { workflow } = status.transfer;
  if (world.owner === 'person' || world.needsHuman) {
    note(world, { kind: 'note', text: `Not transferred to the workflow ${workflow}: a person has the lead` });
    return;
  }
  world.runStatus = 'transferred';
  world.isRunActive = false;
  world.agenda = [];
  world.stoppedBecause = `The lead goes on in the workflow ${workflow}: simulate that one for what follows.`;
}

/** What it depends on whether the run may enter another status. */
export function factsOf(world: World): StatusFacts {
  const hasAppointment = nextAppointment(world) !== null;
  return { statusKey: world.statusKey, hasAppointment, values: valuesOf(world.variables) };
}
