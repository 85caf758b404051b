import { variableProblem } from '../checklist/item-value.ts';
import { isComplete } from '../checklist/wanted.ts';
import { valuesOf } from '../situation.ts';
import { chooseStatus } from '../statuses.ts';
import { factsOf, moveStatus, setStage } from './progress.ts';
import { note, type World } from './world.ts';

const REASON = 'the checklist is complete';

/** What follows from what was learned for the checklist; nobody uploads a document in a simulation. */
export function settleChecklist(world: World): void {
  const { definition } = world;
  if (definition.checklist.length === 0) return;
  const isDone = isComplete(itemsOf(world), valuesOf(world.variables));
  if (isDone === world.isChecklistComplete) return;
  world.isChecklistComplete = isDone;
  if (!isDone) return;
  note(world, { kind: 'note', text: 'The checklist is complete' });
  if (!world.isRunActive) return;
  setStage(world, 'qualified', REASON, ['booked', 'converted', 'lost']);
  const milestone = definition.goal === 'collection' ? 'completed' : 'qualified';
  moveStatus(world, chooseStatus(definition, factsOf(world), milestone), REASON);
}

function itemsOf({ definition, variables, input }: World) {
  const { country } = input.workspace;
  return definition.checklist.flatMap((group) =>
    group.items.map(({ field, fieldType, config = null, required, conditions = null }) => {
      const known = field === undefined ? undefined : variables.get(field);
      const fits = known && variableProblem({ fieldType, config }, known.value, known.valueText, country) === undefined;
      const status = !known ? 'todo' : fits ? 'completed' : 'invalid';
      return { status, isRequired: required, conditions, groupConditions: group.conditions ?? null };
    }),
  );
}
