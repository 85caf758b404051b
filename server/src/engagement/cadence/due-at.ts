import { dayMs } from '../calendar/zone-clock.ts';
import type { CadenceChannel } from './cadence-schema.ts';
import { clockOf, nextOpen, nextOpenIn, openingAt, opensOn } from './open-times.ts';
import type { Prepared, Touch, UsableChannel } from './prepare.ts';

/** Why a channel has no attempt to come: its days or attempts are over, or its windows never open in all zones. */
type NoMore = 'over' | 'closed';

/** More turns than a cadence of 60 days with 20 windows each could need. */
const MAX_TURNS = 2000;

/** The instant of a channel's next attempt to reach a lead, not before now. `firstDay` as `firstDayOf` has it. */
export function dueAt(plan: Prepared, channel: UsableChannel, firstDay: number): number | NoMore {
  const own = plan.attempts.filter((attempt) => attempt.channel === channel.name);
  let at = Math.max(channel.notBefore, plan.startedAt);
  for (let turn = 0; turn < MAX_TURNS; turn += 1) {
    const open = channel.keepsToWindows ? nextOpen(plan.week, plan.zones, at) : at;
    if (open === undefined) return 'closed';
    at = open;
    const wall = clockOf(plan.zone, at).wallAt(at);
    const allowed = attemptsOn(
      channel.settings,
      plan.usedDays + countedDays(plan, firstDay, Math.floor(wall / dayMs)),
      plan.rule.days,
    );
    if (allowed === 0) return 'over';
    const next = channel.keepsToWindows
      ? afterWindow(plan, own, at, wall, allowed)
      : afterDay(plan, own, at, wall, allowed);
    if (next <= at) return at;
    at = next;
  }
  return 'over';
}

/** The first local day with a time for an attempt, from the start of the cadence on, in days since 1970-01-01. */
export function firstDayOf(plan: Prepared): number {
  const first = plan.countsAllDays ? plan.startedAt : nextOpenIn(plan.week, plan.zone, plan.startedAt);
  const at = first ?? plan.startedAt;
  return Math.floor(clockOf(plan.zone, at).wallAt(at) / dayMs);
}

/** How many attempts each window allows on a day counted from 0: from `first` evenly to `last`, never more again. */
export function attemptsOn({ attempts: { first, last } }: CadenceChannel, day: number, days: number): number {
  if (day < 0 || day >= days) return 0;
  return days === 1 ? first : Math.round(first - ((first - last) * day) / (days - 1));
}

/** When the window that holds an instant has its next attempt: spread over it; after its end where it has had all. */
function afterWindow(plan: Prepared, own: readonly Touch[], at: number, wall: number, allowed: number): number {
  const opening = openingAt(plan.week, wall);
  if (opening === undefined) return at;
  const day = Math.floor(wall / dayMs);
  const [from, to] = [day * dayMs + opening.from, day * dayMs + opening.to];
  const had = own.filter((attempt) => {
    const then = clockOf(plan.zone, attempt.at).wallAt(attempt.at);
    return then >= from && then < to;
  }).length;
  if (had >= allowed) return instantAtWall(plan, at, wall, to);
  return instantAtWall(plan, at, wall, from + Math.floor(((to - from) * had) / allowed));
}

/** As `afterWindow`, for a channel that writes at any time: spread over 24 hours from one attempt to the next. */
function afterDay(plan: Prepared, own: readonly Touch[], at: number, wall: number, allowed: number): number {
  const today = Math.floor(wall / dayMs);
  const had = own.filter((attempt) => {
    return Math.floor(clockOf(plan.zone, attempt.at).wallAt(attempt.at) / dayMs) === today;
  }).length;
  if (had >= allowed) return instantAtWall(plan, at, wall, (today + 1) * dayMs);
  return Math.max(at, (own.at(-1)?.at ?? Number.NEGATIVE_INFINITY) + Math.floor(dayMs / allowed));
}

/** The instant at which the wall shows a later time, or at which its clock jumps before: then one has to look anew. */
function instantAtWall(plan: Prepared, at: number, wall: number, later: number): number {
  return later <= wall ? at : Math.min(at + later - wall, clockOf(plan.zone, at).stretchAt(at).to);
}

/** How many days with a time for an attempt lie before a day. */
function countedDays(plan: Prepared, firstDay: number, day: number): number {
  if (plan.countsAllDays) return day - firstDay;
  let counted = Math.floor((day - firstDay) / 7) * plan.week.filter((openings) => openings.length > 0).length;
  for (let left = (day - firstDay) % 7; left > 0; left -= 1) counted += opensOn(plan.week, day - left) ? 1 : 0;
  return counted;
}
