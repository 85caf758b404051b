import { Temporal } from 'temporal-polyfill';
import type { Happening, SimulatedTurn, Trace } from '../engagement/simulation/trace.ts';
import type { Difference } from '../modules/simulations/index.ts';
import { printable } from './table.ts';

/** A simulation for people: time, who, words, and under each turn what came of it and why. */
export function formatTrace(trace: Trace, differences: readonly Difference[]): string {
  const { workflow, timeZone, turns, stoppedBecause } = trace;
  const lines = [`${workflow.name} (${workflow.key}), times in ${timeZone}`];
  let day = '';
  for (const turn of turns) {
    const at = Temporal.Instant.from(turn.at).toZonedDateTimeISO(timeZone);
    const today = dayOf(at);
    const isNewDay = today !== day;
    if (isNewDay) lines.push('', today);
    day = today;
    lines.push(...linesOf(turn, at.toPlainTime().toString({ smallestUnit: 'minute' }), timeZone));
  }
  if (stoppedBecause !== null) lines.push('', stoppedBecause);
  lines.push('', ...outcome(trace), ...differences.flatMap(explain));
  return lines.join('\n');
}

function linesOf({ cause, happened }: SimulatedTurn, time: string, timeZone: string): string[] {
  if (cause === 'time_passed') return [`${time}  (waited until now)`];
  const spoken = happened.filter((one) => one.kind === 'message' || (one.kind === 'draft' && one.change === 'written'));
  const rest = happened.filter((one) => !spoken.includes(one));
  const head = spoken.length === 0 ? [`${time}  (${cause.replaceAll('_', ' ')})`] : [];
  const said = spoken.flatMap((one, index) => words(one, index === 0 ? time : '     '));
  const came = rest.map((one) => `         - ${describe(one, timeZone)}`);
  return [...head, ...said, ...came];
}

function words(one: Happening, time: string): string[] {
  if (one.kind === 'message') return spread(`${time}  ${one.author.padEnd(7)}`, one.text);
  return one.kind === 'draft' ? spread(`${time}  draft  `, one.text) : [];
}

function spread(head: string, text: string): string[] {
  return text.split('\n').map((line, index) => `${index === 0 ? head : ' '.repeat(head.length)}${printable(line)}`);
}

function describe(one: Happening, timeZone: string): string {
  switch (one.kind) {
    case 'message':
      return printable(one.text);
    case 'learned':
      return `learned ${one.label}: ${printable(one.valueText)} = ${printable(JSON.stringify(one.value))}, confidence ${one.confidence.toFixed(2)} (${one.reason})`;
    case 'forgot':
      return `forgot ${one.label} (${one.reason})`;
    case 'moved':
      return `${one.what} ${one.from} -> ${one.to} (${printable(one.reason)})`;
    case 'appointment':
      return `${one.change} ${moment(one.startAt, timeZone)}${one.resourceName === null ? '' : ` with ${one.resourceName}`} (${one.reason})`;
    case 'draft':
      return `draft withdrawn (${one.reason})`;
    case 'standing':
      return `${one.change.replaceAll('_', ' ')}: ${printable(one.reason)}`;
    case 'refused':
      return `did not ${one.what}: ${printable(one.rule)}`;
    case 'attempt':
      return `attempt ${one.number} on ${one.channel}`;
    case 'waits':
      return `waits until ${moment(one.until, timeZone)}: ${one.rule}`;
    case 'note':
      return printable(one.text);
  }
}

function outcome({ after, variables, timeZone, score }: Trace): string[] {
  const { stage, statusKey, owner, needsHuman, optedOut, appointment, timers } = after;
  const flags = [
    owner === 'person' ? 'a person has it' : '',
    needsHuman ? 'needs a person' : '',
    optedOut ? 'opted out' : '',
  ].filter(Boolean);
  const known = Object.entries(variables).map(([key, { value }]) => `  ${key}: ${printable(JSON.stringify(value))}`);
  return [
    `At the end: stage ${stage}, status ${statusKey}${flags.map((flag) => `, ${flag}`).join('')}`,
    ...(appointment ? [`  appointment: ${moment(appointment.startAt, timeZone)}`] : []),
    ...(score.parts.length > 0 ? [`  score: ${score.score ?? 'none'}${partsOf(score)}`] : []),
    ...known,
    ...timers.map(({ kind, dueAt }) => `  if nobody writes: ${kind.replaceAll('_', ' ')}, ${moment(dueAt, timeZone)}`),
  ];
}

/** The rules that count. */
function partsOf({ parts }: Trace['score']): string {
  const counted = parts.filter(({ counts }) => counts);
  const shown = counted.map(({ label, points }) => `${printable(label)} ${points < 0 ? points : `+${points}`}`);
  return shown.length === 0 ? '' : ` (${shown.join(', ')})`;
}

function explain({ line, expected, said }: Difference): string[] {
  return [
    '',
    `Line ${line} is not what the agent says:`,
    `  expected: ${expected === null ? 'nothing more' : printable(expected)}`,
    `  said:     ${said === null ? 'nothing' : printable(said)}`,
  ];
}

function moment(iso: string, timeZone: string): string {
  const at = Temporal.Instant.from(iso).toZonedDateTimeISO(timeZone);
  return `${dayOf(at)} ${at.toPlainTime().toString({ smallestUnit: 'minute' })}`;
}

function dayOf(at: Temporal.ZonedDateTime): string {
  const weekday = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][at.dayOfWeek - 1];
  return `${weekday} ${at.toPlainDate().toString()}`;
}
