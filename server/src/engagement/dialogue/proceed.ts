import { formatValue } from '../understanding/format.ts';
import { askFor, missingFields } from './ask-next.ts';
import { offerTimes } from './book.ts';
import { recap } from './phrases.ts';
import { remember, say, type Turn } from './turn.ts';

/** The next step towards the goal: the next question, free times to choose from, or the summary to confirm. */
export function proceed(turn: Turn): void {
  const { workflow, appointment } = turn.situation;
  if (turn.dialogue.isDone && !turn.dialogue.isRescheduling) return;
  const [missing] = missingFields(turn);
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
  say(turn, workflow.closing ?? 'Thank you, that is all I need. We will get back to you soon.', 'all is known');
  const documents = workflow.checklist
    .flatMap((group) => group.items)
    .filter((item) => item.required && item.field === undefined)
    .map((item) => item.label);
  if (documents.length > 0)
    say(turn, `What we still need from you:\n${documents.map((label) => `• ${label}`).join('\n')}`);
  remember(turn, { isDone: true, isSummaryConfirmed: true, asked: [], confirming: 'more', proposed: [] });
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
