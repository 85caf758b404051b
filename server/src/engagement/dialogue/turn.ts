import type { Template } from '../../kernel/template.ts';
import type { ProposedStep } from '../proposal.ts';
import { type KnownVariable, type Situation, valuesOf } from '../situation.ts';
import type { DialogueAct, Observation, SpeechContext, VariableValue } from '../understanding/types.ts';
import type { WorkflowField } from '../workflow/definition.ts';
import type { Hints } from './hints.ts';
import type { DialogueState } from './state.ts';

/** One turn while it is being thought through: the steps below add to it, `rules-brain.ts` makes a proposal of it. */
export interface Turn {
  readonly situation: Situation;
  readonly speech: SpeechContext;
  readonly hints: Hints;
  /** What is known, this turn's observations included. */
  readonly known: Map<string, KnownVariable>;
  readonly observations: Observation[];
  readonly forgotten: string[];
  /** What was heard in a call against a value that stays: set by hand, or newer. */
  readonly disputed: Observation[];
  readonly steps: ProposedStep[];
  /** Sentences to say, in order. */
  readonly parts: string[];
  readonly reasons: string[];
  /** What stands for them where their channel takes no free text. */
  template: Template | null;
  /** What was asked, or not understood, and has no answer so far. */
  openQuestion: string | null;
  acts: readonly DialogueAct[];
  /** What was asked back has been answered: the question it was asked instead of was not asked in vain. */
  hasAnswered: boolean;
  /** The option that a question was about, which "that one" chooses next. */
  mentioned: readonly Observation[];
  /** The field whose refusal has just asked for it again in words of its own. */
  refusedKey: string | undefined;
  /** What the lead said; empty where the agent speaks first. */
  text: string;
  dialogue: DialogueState;
}

const noHints: Hints = { observations: [] };

export function beginTurn(situation: Situation, hints: Hints = noHints): Turn {
  const { workspace, workflow } = situation;
  return {
    situation,
    speech: {
      now: situation.now,
      timeZone: workflow.booking?.timeZone ?? workspace.timeZone,
      country: workspace.country,
      language: workflow.agent.language,
    },
    hints,
    known: new Map(situation.variables),
    observations: [],
    forgotten: [],
    disputed: [],
    steps: [],
    parts: [],
    reasons: [],
    template: null,
    openQuestion: null,
    acts: [],
    hasAnswered: false,
    mentioned: [],
    refusedKey: undefined,
    text: '',
    dialogue: situation.conversation.dialogue,
  };
}

/** How the lead's words are read: in the language it wrote last, or that of the workspace; what the agent says is its own. */
export function listeningContext({ speech, dialogue, situation }: Turn): SpeechContext {
  return { ...speech, language: dialogue.language ?? situation.workspace.locale };
}

export function say(turn: Turn, sentence: string, reason?: string): void {
  turn.parts.push(sentence);
  if (reason !== undefined) turn.reasons.push(reason);
}

export function remember(turn: Turn, change: Partial<DialogueState>): void {
  turn.dialogue = { ...turn.dialogue, ...change };
}

export function knownValues(turn: Turn): ReadonlyMap<string, VariableValue> {
  return valuesOf(turn.known);
}

export function fieldOf(turn: Turn, key: string): WorkflowField | undefined {
  return turn.situation.workflow.fields.find((field) => field.key === key);
}

/** "Move it", "make it Friday": of a lead with an appointment. */
export function movesAppointment({ acts }: Turn): boolean {
  return acts.includes('request_reschedule') || acts.includes('correct');
}
