import { type Score, scoreOf } from '../scoring/score-of.ts';
import { valuesOf } from '../situation.ts';
import { inOrder } from './agenda.ts';
import type { Standing } from './trace.ts';
import { nextAppointment, type World } from './world.ts';

/** What the workflow's scoring gives the lead as things stand. */
export function scoreNow({ definition, statusKey, variables }: World): Score {
  return scoreOf(definition.scoring, { statusKey, values: valuesOf(variables) });
}

export function standingOf(world: World): Standing {
  const appointment = nextAppointment(world);
  return {
    stage: world.stage,
    statusKey: world.statusKey,
    runStatus: world.runStatus,
    owner: world.owner,
    needsHuman: world.needsHuman,
    optedOut: world.isOptedOut,
    score: scoreNow(world).score,
    appointment: appointment && {
      startAt: appointment.startAt,
      endAt: appointment.endAt,
      resourceKey: appointment.resourceKey,
      resourceName: appointment.resourceName,
    },
    contact: world.contact,
    draft: world.draft?.text ?? null,
    timers: inOrder(world.agenda).map(({ kind, dueAt }) => ({ kind, dueAt: dueAt.toISOString() })),
  };
}
