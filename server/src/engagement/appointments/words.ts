import { formatSlot } from '../calendar/index.ts';

/** An appointment as it is spoken of. */
export interface SpokenAppointment {
  readonly title: string;
  /** ISO 8601 UTC. */
  readonly startAt: string;
  /** The zone the time was agreed in. */
  readonly timeZone: string;
  readonly resourceName: string | null;
  /** Where it takes place, or the link to it. */
  readonly place: string | null;
  /** The address of its calendar file. */
  readonly calendarUrl: string;
}

interface Speaking {
  readonly now: Date;
  readonly country: string;
}

const REMINDER = 'A reminder: {title}{with} is {when}{where}. If that does not suit you any more, just tell me.';
const MISSED = 'Sorry that we missed you for {title} {when}. Would you like another time? Tell me what suits you.';

/** A reminder as it is said: the workflow's own words, or the usual ones. */
export function reminderWords(appointment: SpokenAppointment, say: string | undefined, speaking: Speaking): string {
  return fill(say ?? REMINDER, appointment, speaking);
}

/** What is said to a lead that did not come: the workflow's own words, or the usual ones. */
export function missedWords(appointment: SpokenAppointment, say: string | undefined, speaking: Speaking): string {
  return fill(say ?? MISSED, appointment, speaking);
}

function fill(words: string, appointment: SpokenAppointment, speaking: Speaking): string {
  const { title, startAt, timeZone, resourceName, place, calendarUrl } = appointment;
  const parts: Readonly<Record<string, string>> = {
    title,
    when: formatSlot({ startAt }, { timeZone, ...speaking }),
    with: resourceName === null ? '' : ` with ${resourceName}`,
    where: place === null ? '' : ` (${place})`,
    calendarUrl,
  };
  return words.replaceAll(/\{(\w+)\}/g, (whole, name: string) => parts[name] ?? whole);
}
