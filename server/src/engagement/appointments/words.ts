import { fillPlaces, type Template } from '../../kernel/template.ts';
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

/** What a workflow says in place of the usual words. */
interface OwnWords {
  readonly say?: string | undefined;
  readonly template?: string | undefined;
}

interface Spoken {
  readonly text: string;
  readonly template: Template | null;
}

/** A reminder as it is said: the workflow's own words, or the usual ones. */
export function reminderWords(appointment: SpokenAppointment, own: OwnWords | undefined, speaking: Speaking): Spoken {
  return fill({ ...own, say: own?.say ?? REMINDER }, appointment, speaking);
}

/** What is said to a lead that did not come: the workflow's own words, or the usual ones. */
export function missedWords(appointment: SpokenAppointment, own: OwnWords | undefined, speaking: Speaking): Spoken {
  return fill({ ...own, say: own?.say ?? MISSED }, appointment, speaking);
}

function fill(
  { say, template }: OwnWords & { readonly say: string },
  appointment: SpokenAppointment,
  speaking: Speaking,
): Spoken {
  const { title, startAt, timeZone, resourceName, place, calendarUrl } = appointment;
  const { text, values } = fillPlaces(say, {
    title,
    when: formatSlot({ startAt }, { timeZone, ...speaking }),
    with: resourceName === null ? '' : ` with ${resourceName}`,
    where: place === null ? '' : ` (${place})`,
    calendarUrl,
  });
  return { text, template: template === undefined ? null : { name: template, values } };
}
