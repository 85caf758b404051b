import { formatValue } from '../understanding/format.ts';
import { type Condition, holds } from '../workflow/condition.ts';
import { askFor, missingFields, timesAsked } from './ask-next.ts';
import { offerTimes } from './book.ts';
import { recap } from './phrases.ts';
import { toPerson } from './to-person.ts';
import { knownValues, remember, say, type Turn } from './turn.ts';

/** A required answer that does not come is a person's matter. */
const MOST_TIMES_ASKED = 5;

/** The next step towards the goal: the next question, free times to choose from, or the summary to confirm. */
export function proceed(turn: Turn): void {
  const { workflow, appointment } = turn.situation;
  if (turn.dialogue.isDone && !turn.dialogue.isRescheduling) return;
  const [missing] = missingFields(turn);
  if (missing && timesAsked(turn, missing) >= MOST_TIMES_ASKED) {
    toPerson(turn, `the lead did not give ${missing.label} in ${MOST_TIMES_ASKED} tries`);
    return;
  }
  if (missing) {
    askFor(turn, missing);
    return;
  }
  if (workflow.goal === 'appointment' && workflow.booking) {
    if (!appointment || turn.dialogue.isRescheduling) offerTimes(turn, workflow.booking);
    return;
  }
  if (turn.dialogue.isSummaryConfirmed) complete(turn);
  else summarise(turn);
}

/** All is known and confirmed: says what comes next and closes. */
export function complete(turn: Turn): void {
  const { workflow } = turn.situation;
  turn.steps.push({ step: 'complete' });
  say(turn, workflow.closing ?? closingOf(turn), 'all is known');
  remember(turn, { isDone: true, isSummaryConfirmed: true, asked: [], confirming: 'more', proposed: [] });
}

/** For a workflow without words of its own: what is still wanted of the checklist. */
function closingOf(turn: Turn): string {
  const thanks = 'Thank you, that is all I need. We will get back to you soon.';
  const values = knownValues(turn);
  const isOpen = ({ conditions }: { conditions?: Condition | undefined }) => !conditions || holds(conditions, values);
  const items = turn.situation.workflow.checklist.filter(isOpen).flatMap((group) => group.items);
  const wanted = items.filter((item) => item.required && item.field === undefined && isOpen(item));
  if (wanted.length === 0) return thanks;
  const list = wanted.map((item) => `• ${item.label}`).join('\n');
  return `Thank you. What we still need from you:\n${list}\nYou can send it here: {portalUrl}`;
}

function summarise(turn: Turn): void {
  const rows = turn.situation.workflow.fields.flatMap((field) => {
    const known = turn.known.get(field.key);
    return known ? [{ label: field.label, text: formatValue(field, known.value, turn.speech) }] : [];
  });
  if (rows.length === 0) {
    complete(turn);
    return;
  }
  say(turn, `This is what I have:\n${recap(rows)}\nIs that right?`, 'read back what it understood');
  remember(turn, { asked: [], confirming: 'summary', proposed: [] });
}
