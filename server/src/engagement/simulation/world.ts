import type { Template } from '../../kernel/template.ts';
import type { CadenceState } from '../cadence/types.ts';
import type { Action } from '../decision.ts';
import { type DialogueState, newDialogue } from '../dialogue/state.ts';
import type { SendPurpose } from '../policy/send-facts.ts';
import type { KnownAppointment, KnownVariable, Situation } from '../situation.ts';
import type { WorkflowDefinition, WorkflowStatus } from '../workflow/definition.ts';
import { type Timer, withStatusTimeout } from './agenda.ts';
import { isGreeted } from './channels.ts';
import type { SimulationInput } from './input.ts';
import { sendingOn } from './sending.ts';
import type { Happening, Standing } from './trace.ts';

/** What stands in for the addresses that only a running server has. */
export const PLACEHOLDERS = { calendarUrl: '[calendar file]', portalUrl: '[the lead’s own page]' } as const;

/**
 * All that a simulation holds in place of the database: what applies a decision changes it. Its lists and maps are
 * replaced or copied, never shared with what came in.
 */
export interface World {
  readonly definition: WorkflowDefinition;
  readonly input: SimulationInput;
  readonly agent: Situation['agent'];
  now: Date;
  stage: Situation['lead']['stage'];
  needsHuman: boolean;
  isOptedOut: boolean;
  contact: Situation['lead']['contact'];
  owner: 'agent' | 'person';
  isTakenOver: boolean;
  statusKey: string;
  runStatus: Standing['runStatus'];
  isRunActive: boolean;
  isChecklistComplete: boolean;
  /** That of the conversation in which something happens. */
  channel: string;
  /** Where each conversation stands, by its channel. */
  dialogues: ReadonlyMap<string, DialogueState>;
  /** Null before the first step of the cadence. */
  cadence: CadenceState | null;
  messages: readonly SaidMessage[];
  draft: WaitingDraft | null;
  variables: ReadonlyMap<string, KnownVariable>;
  appointments: readonly HeldAppointment[];
  agenda: readonly Timer[];
  /** Whether this turn changed what gates look at. */
  hasLearned: boolean;
  /** What came of the turn so far. */
  happened: readonly Happening[];
  stoppedBecause: string | null;
}

export interface SaidMessage {
  readonly author: 'lead' | 'agent' | 'person';
  readonly channel: string;
  readonly text: string;
  readonly at: Date;
}

export interface WaitingDraft {
  readonly text: string;
  readonly reason: string;
  readonly channel: string;
  readonly purpose: SendPurpose;
  readonly template?: Template;
  readonly onApproval: readonly Action[];
}

export interface HeldAppointment extends KnownAppointment {
  /** The channel of the conversation in which it was booked. */
  readonly bookedOn: string;
  readonly isConfirmed: boolean;
}

/** A lead that has just come in, at its workflow's initial status. Raises where the workflow has none. */
export function newWorld(definition: WorkflowDefinition, input: SimulationInput): World {
  const initial = definition.statuses.find(({ flags }) => flags.includes('initial'));
  if (!initial) throw new Error(`workflow ${definition.key} has no initial status`);
  return {
    definition,
    input,
    agent: agentOf(definition, input),
    now: input.startAt,
    stage: 'new',
    needsHuman: false,
    isOptedOut: false,
    contact: input.contact,
    owner: 'agent',
    isTakenOver: false,
    statusKey: initial.key,
    runStatus: 'running',
    isRunActive: true,
    isChecklistComplete: false,
    channel: input.channel,
    dialogues: new Map(),
    cadence: null,
    messages: [],
    draft: null,
    variables: new Map(),
    appointments: [],
    agenda: agendaOf(definition, initial, input),
    hasLearned: false,
    happened: [],
    stoppedBecause: null,
  };
}

/** A visitor is talked with; any other is reached out to. */
function agendaOf({ cadence }: WorkflowDefinition, initial: WorkflowStatus, { startAt, channel }: SimulationInput) {
  const agenda = withStatusTimeout([], initial, startAt);
  return cadence && !isGreeted(channel) ? [...agenda, { kind: 'attempt_due', dueAt: startAt } as const] : agenda;
}

function agentOf({ agent }: WorkflowDefinition, input: SimulationInput): Situation['agent'] {
  const { name, role, tone, greeting = null } = agent;
  return { name, role, tone, greeting, disclosesAssistant: true, autonomy: 'autopilot', ...input.agent };
}

/** What a decision may look at, as the product reads it from the database. */
export function situationIn(world: World): Situation {
  const { now, definition, input, channel, messages } = world;
  const appointment = nextAppointment(world);
  const count = (wanted: SaidMessage['author']) =>
    messages.filter((one) => one.author === wanted && one.channel === channel).length;
  return {
    now,
    workspace: { ...input.workspace, isStopped: false },
    agent: world.agent,
    lead: {
      id: 'lead',
      stage: world.stage,
      needsHuman: world.needsHuman,
      isOptedOut: world.isOptedOut,
      contact: world.contact,
    },
    workflow: definition,
    run: {
      id: 'run',
      statusKey: world.statusKey,
      isTakenOver: world.isTakenOver,
      isPaused: world.runStatus === 'paused',
      isWorkflowPaused: false,
    },
    conversation: {
      id: 'conversation',
      channel,
      owner: world.owner,
      agentMessages: count('agent'),
      leadMessages: count('lead'),
      dialogue: world.dialogues.get(channel) ?? newDialogue,
    },
    variables: world.variables,
    appointment,
    knowledge: null,
    busy: input.busy,
    sending: sendingOn(world, channel),
  };
}

/** The lead's next confirmed appointment that is not over. */
export function nextAppointment({ appointments, now }: World): KnownAppointment | null {
  const coming = appointments
    .filter(({ isConfirmed, endAt }) => isConfirmed && Date.parse(endAt) > now.getTime())
    .toSorted((a, b) => a.startAt.localeCompare(b.startAt));
  const [next] = coming;
  if (!next) return null;
  const { isConfirmed: _, ...appointment } = next;
  return appointment;
}

export function statusOf({ definition }: World, wanted: string): WorkflowStatus | undefined {
  return definition.statuses.find(({ key }) => key === wanted);
}

/** Something is said, in the conversation in which something happens. */
export function say(world: World, author: SaidMessage['author'], text: string, reason: string | null): void {
  const { channel, now: at } = world;
  world.messages = [...world.messages, { author, channel, text, at }];
  note(world, { kind: 'message', author, channel, text, reason });
}

export function note(world: World, happening: Happening): void {
  world.happened = [...world.happened, happening];
}

/** Takes back all that is done to a world from here on. */
export function savepoint(world: World): () => void {
  const before = { ...world };
  return () => void Object.assign(world, before);
}
