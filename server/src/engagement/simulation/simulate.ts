import type { LookingUp, OpenQuestion } from '../dialogue/informed.ts';
import type { WorkflowDefinition } from '../workflow/definition.ts';
import { inOrder } from './agenda.ts';
import { isGreeted } from './channels.ts';
import { approveDraft, discardDraft } from './drafts.ts';
import { fire } from './due.ts';
import type { SimulationInput, SimulationStep } from './input.ts';
import { giveToAgent, stopReachingOut, stretchOf, takeOver } from './people.ts';
import { endTurn } from './progress.ts';
import { react, takePutOff } from './react.ts';
import { scoreNow, standingOf } from './standing.ts';
import type { SimulatedTurn, Trace } from './trace.ts';
import { newWorld, note, say, type World } from './world.ts';

/** Statuses can time out into each other for ever. */
const MOST_TIMERS = 500;

/** What would come of a conversation, without knowledge: the same workflow and input give the same trace. */
export function simulate(definition: WorkflowDefinition, input: SimulationInput): Trace {
  const turns = simulateByTurns(definition, input);
  for (;;) {
    const next = turns.next(null);
    if (next.done) return next.value;
  }
}

/** As `simulate`, turn by turn, for who has other things to do in between; what is to be looked up comes before its turn. */
export function* simulateByTurns(
  definition: WorkflowDefinition,
  input: SimulationInput,
): LookingUp<Trace, SimulatedTurn> {
  const world = newWorld(definition, input);
  const turns: SimulatedTurn[] = [];
  const simulated = turnsOf(world);
  for (let next = simulated.next(); !next.done; ) {
    if (isTurn(next.value)) turns.push(next.value);
    next = simulated.next(yield next.value);
  }
  return {
    workflow: { key: definition.key, name: definition.name },
    timeZone: definition.booking?.timeZone ?? input.workspace.timeZone,
    startAt: input.startAt.toISOString(),
    endAt: world.now.toISOString(),
    turns,
    variables: Object.fromEntries(world.variables),
    after: standingOf(world),
    score: scoreNow(world),
    stoppedBecause: world.stoppedBecause,
  };
}

/** Whether this has come of a simulation, and not a question that it wants to have looked up. */
export function isTurn(yielded: SimulatedTurn | OpenQuestion): yielded is SimulatedTurn {
  return 'happened' in yielded;
}

type Turns = LookingUp<void, SimulatedTurn>;

function* turnsOf(world: World): Turns {
  const { steps, channel } = world.input;
  if (isGreeted(channel)) {
    yield* turn(world, { step: -1, cause: 'lead_created' }, () => react(world, { kind: 'lead_created' }));
  }
  yield* fireDue(world, -1, world.now);
  for (const [step, one] of steps.entries()) {
    if (world.stoppedBecause !== null) return;
    if (one.do === 'wait') yield* pass(world, step, new Date(world.now.getTime() + one.forMs));
    else if (one.do === 'wait_until') yield* pass(world, step, one.at);
    else {
      yield* turn(world, { step, cause: causes[one.do] }, () => take(world, step, one));
      yield* fireDue(world, step, world.now);
    }
  }
}

type Place = Pick<SimulatedTurn, 'step' | 'cause'>;

/** One turn, and the approval of what was drafted in it. */
function* turn(world: World, place: Place, work: () => LookingUp<void>): Turns {
  yield yield* oneTurn(world, place, work);
  if (world.draft && world.input.approvesDrafts) {
    yield yield* oneTurn(world, { ...place, cause: 'draft_approved' }, () => approveDraft(world));
  }
}

function* oneTurn(world: World, place: Place, work: () => LookingUp<void>): LookingUp<SimulatedTurn> {
  world.happened = [];
  yield* work();
  return endOf(world, place);
}

function endOf(world: World, { step, cause }: Place): SimulatedTurn {
  endTurn(world);
  return { at: world.now.toISOString(), step, cause, happened: [...world.happened], after: standingOf(world) };
}

type Deed = Exclude<SimulationStep, { do: 'wait' | 'wait_until' }>;

const causes: Record<Deed['do'], string> = {
  lead_says: 'message_received',
  person_says: 'person_spoke',
  hand_back: 'handed_back',
  approve: 'draft_approved',
  discard: 'draft_discarded',
};

function* take(world: World, step: number, deed: Deed): LookingUp<void> {
  switch (deed.do) {
    case 'lead_says':
      yield* hear(world, step, deed);
      break;
    case 'person_says':
      yield* hearPerson(world, deed.text);
      break;
    case 'hand_back':
      giveToAgent(world, 'a person handed it back');
      world.channel = talkingOn(world);
      takePutOff(world);
      if (world.messages.some(({ author, channel }) => author === 'lead' && channel === world.channel))
        yield* react(world, { kind: 'handed_back', stretch: stretchOf(world) });
      break;
    case 'approve':
      yield* approveDraft(world);
      break;
    case 'discard':
      discardDraft(world);
      break;
  }
}

function* hear(world: World, step: number, { text, channel }: Extract<Deed, { do: 'lead_says' }>): LookingUp<void> {
  world.channel = channel ?? talkingOn(world);
  say(world, 'lead', text, null);
  stopReachingOut(world);
  // What it answers may have waited for approval in vain, or for the morning: it must answer all that nobody has answered.
  // The word that lets a lead in again stands for itself.
  const isHeld = takePutOff(world) || world.agent.autonomy === 'listen';
  const open = isHeld && !world.isOptedOut ? stretchOf(world).unanswered : null;
  yield* react(world, { kind: 'message_received', messageId: `message-${step}`, text: open ?? text });
}

function* hearPerson(world: World, text: string): LookingUp<void> {
  if (world.isOptedOut) {
    note(world, { kind: 'refused', what: 'send', rule: 'the lead has opted out: nobody may write' });
    return;
  }
  world.channel = talkingOn(world);
  takeOver(world, 'a person answered');
  say(world, 'person', text, null);
  yield* react(world, { kind: 'person_spoke', text });
}

/** Where something was said last. */
function talkingOn({ messages, input }: World): string {
  return messages.at(-1)?.channel ?? input.channel;
}

/** Lets time pass up to a moment. */
function* pass(world: World, step: number, until: Date): Turns {
  yield* fireDue(world, step, until);
  if (world.stoppedBecause !== null) return;
  world.now = later(world.now, until);
  world.happened = [];
  yield endOf(world, { step, cause: 'time_passed' });
}

/** Each timer that is due by a moment is a turn at its time. */
function* fireDue(world: World, step: number, until: Date): Turns {
  for (let fired = 0; world.stoppedBecause === null; fired++) {
    const [next] = inOrder(world.agenda);
    if (!next || next.dueAt > until) break;
    if (fired >= MOST_TIMERS) {
      world.stoppedBecause = `More than ${MOST_TIMERS} timers were due by ${until.toISOString()}: look for statuses that time out into each other.`;
      return;
    }
    world.now = later(world.now, next.dueAt);
    world.agenda = world.agenda.filter((timer) => timer !== next);
    yield* turn(world, { step, cause: next.kind }, () => fire(world, next));
  }
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}
