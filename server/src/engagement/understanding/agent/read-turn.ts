import type { WorkflowField } from '../../workflow/definition.ts';
import { clausesOf } from '../clauses.ts';
import { isNamed } from '../field-roles.ts';
import { hear } from '../hear.ts';
import { onceFor } from '../keep.ts';
import { type Language, languageFor } from '../languages/index.ts';
import { anywhere, found } from '../phrase.ts';
import { resolve } from '../resolve.ts';
import { fold } from '../text.ts';
import type { Observation, SpeechContext, VariableValue } from '../types.ts';
import { askedFields } from './asked-fields.ts';
import { suggestedNames } from './suggested-names.ts';

/** What an agent's words ask for and what they hold that a yes would accept. */
export interface AgentTurn {
  /** Keys of the fields asked for, most wanted first. */
  readonly asked: readonly string[];
  /** Values that it reads back, or says that it is going to use. */
  readonly readBack: readonly Observation[];
  /** Things and people it suggests, in the order named, each with what it says of it. */
  readonly suggested: readonly Observation[];
  /** Asks whether there is anything else. */
  readonly asksMore: boolean;
  /** Asks whether to go on: "shall I book it?" */
  readonly goesOn: boolean;
}

/** Reads an agent's turn, whoever the agent is: our own, a person, or one in a recorded conversation. Pure. */
export function readAgentTurn(
  text: string,
  context: SpeechContext,
  fields: readonly WorkflowField[],
  known: ReadonlyMap<string, VariableValue>,
): AgentTurn {
  const language = languageFor(context.language);
  const folded = fold(text);
  const clauses = clausesOf(folded, context.language);
  const rules = rulesOf(language);
  const isReadBack = found(rules.readBack, folded);
  const goesOn = found(rules.goesOn, folded);
  const names = fields.filter((field) => isNamed(field, context.language));
  const suggested = names.length === 0 ? [] : suggestedNames(text, folded, context, fields, names, known);
  const rest = suggested.reduce((words, { valueText }) => words.replace(valueText, ' '.repeat(valueText.length)), text);
  const listened = fields.filter(
    (field) => field.type !== 'text' && !names.includes(field) && field.type !== 'multiselect',
  );
  const isPlaceKnown = (key: string) =>
    known.has(key) && fields.some((field) => field.key === key && field.type === 'place');
  const values = valuesIn(rest, context, listened, known).filter(({ key }) => !isPlaceKnown(key));
  const held = new Set(isReadBack ? values.map(({ key }) => key) : []);
  const asked = askedFields(clauses, fields, new Set(known.keys()), context.language).filter((key) => !held.has(key));
  return {
    asked,
    readBack: values.filter(({ key }) => !asked.includes(key) && (isReadBack || isTemporal(fields, key))),
    suggested: likeliest(suggested),
    asksMore: found(rules.more, folded),
    goesOn,
  };
}

/** The names as likely as the likeliest, in the order named: "the second one" counts them. */
function likeliest(suggested: readonly Observation[]): Observation[] {
  const best = Math.max(...suggested.map(({ confidence }) => confidence));
  return suggested.filter(({ confidence }) => confidence === best);
}

function isTemporal(fields: readonly WorkflowField[], key: string): boolean {
  const type = fields.find((field) => field.key === key)?.type;
  return type === 'date' || type === 'time' || type === 'datetime';
}

interface Rules {
  readonly readBack: RegExp;
  readonly more: RegExp;
  readonly goesOn: RegExp;
}

const rulesOf = onceFor((language: Language): Rules => {
  const { readBack, more, goesOn } = language.agent;
  return { readBack: anywhere(readBack), more: anywhere(more), goesOn: anywhere(goesOn) };
});

/**
 * The values that an agent's words hold for every field but names, as if the lead had said them: no words are two values.
 * What is known stays with its field where the words say it again.
 */
function valuesIn(
  text: string,
  context: SpeechContext,
  fields: readonly WorkflowField[],
  known: ReadonlyMap<string, VariableValue>,
): Observation[] {
  const heard = hear(text, context);
  const told = {
    ...heard,
    acts: [],
    clauses: heard.clauses.map((clause) => ({ ...clause, mood: 'statement' as const })),
  };
  const expectation = { fields: [], proposed: [], slots: [] };
  const { observations } = resolve({ text, context, fields, known, expectation }, told);
  return observations.filter(isSure).map((one) => ({ ...one, origin: 'accepted' as const }));
}

function isSure({ confidence }: Observation): boolean {
  return confidence >= 0.7;
}
