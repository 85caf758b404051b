import type { SimulationStep } from '../../engagement/simulation/input.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { MAX_SPAN_MS } from './parse-transcript.ts';
import type { SimulationBody } from './simulation-body.ts';

interface Steps {
  readonly steps: readonly SimulationStep[];
  /** The index of the message to which each step belongs; the number of messages for what comes after the last. */
  readonly messageOf: readonly number[];
}

/** The messages as steps, with the time that passes before each. Raises `invalid_input` where one is before another. */
export function toSteps({ messages, until }: SimulationBody, startAt: Date): Steps {
  const steps: [number, SimulationStep][] = [];
  let now = startAt;
  const pass = (index: number, at: string | undefined, path: readonly (string | number)[]) => {
    if (at === undefined) return;
    const moment = new Date(at);
    if (moment < now) throw refusal(path, 'Give a time that is not before the one above it, or the start.');
    if (moment.getTime() - startAt.getTime() > MAX_SPAN_MS)
      throw refusal(path, 'Give a time within a year of the start.');
    if (moment > now) steps.push([index, { do: 'wait_until', at: moment }]);
    now = moment;
  };
  for (const [index, { from, text, channel, at }] of messages.entries()) {
    pass(index, at, ['messages', index, 'at']);
    if (from === 'person') steps.push([index, { do: 'person_says', text }]);
    else steps.push([index, { do: 'lead_says', text, ...(channel !== undefined && { channel }) }]);
  }
  pass(messages.length, until, ['until']);
  return { steps: steps.map(([, step]) => step), messageOf: steps.map(([index]) => index) };
}

function refusal(path: readonly (string | number)[], message: string): Error {
  return invalidInput('The times of the simulation are not in order.', [{ path, message }]);
}
