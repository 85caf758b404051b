import type { Situation } from './situation.ts';
import type { WorkflowStatus } from './workflow/definition.ts';

type Stage = Situation['lead']['stage'];

interface StageChange {
  readonly stage: Stage;
  /** Stages that it does not leave. */
  readonly unless: readonly Stage[];
}

/** What follows from something that was done about a lead's appointment. */
export interface Consequence extends StageChange {
  /** The run goes to its workflow's first status with this flag. */
  readonly flag: WorkflowStatus['flags'][number];
  readonly reason: string;
  /** The run moves only where the stage did. */
  readonly onlyWithStage: boolean;
}

/** Booked: whatever the gates. Cancelled, with no other appointment to come: back to where booking was asked for. */
export const consequences = {
  booked: {
    stage: 'booked',
    unless: ['converted'],
    flag: 'booking_target',
    reason: 'appointment booked',
    onlyWithStage: false,
  },
  cancelled: {
    stage: 'qualified',
    unless: ['converted', 'lost'],
    flag: 'qualified',
    reason: 'appointment cancelled',
    onlyWithStage: true,
  },
} as const satisfies Record<string, Consequence>;

/**
 * Flags of the statuses to which a run goes for this one, the first that its workflow has: where it has none for those
 * that are qualified, a run that loses its appointment falls back further. It cannot stay booked.
 */
export function flagsFor(flag: WorkflowStatus['flags'][number]): readonly string[] {
  return flag === 'qualified' ? ['qualified', 'engaged', 'contacted', 'initial'] : [flag];
}

/** The stage that a lead gets with a status which its run enters by itself or by hand. */
export function stageOfStatus({ category, flags }: WorkflowStatus): StageChange {
  if (category === 'lost') return { stage: 'lost', unless: ['converted'] };
  if (flags.includes('booking_target')) return { stage: 'booked', unless: ['converted'] };
  if (flags.includes('qualified') || category === 'won') return { stage: 'qualified', unless: ['booked', 'converted'] };
  const isSpokenTo = flags.includes('engaged') || flags.includes('contacted');
  // Any other is one in which a lead is taken up again, whatever the status says; one that is new stays so.
  return { stage: 'engaged', unless: [...(isSpokenTo ? [] : (['new'] as const)), 'qualified', 'booked', 'converted'] };
}
