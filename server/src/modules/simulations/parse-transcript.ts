import type { SimulationStep } from '../../engagement/simulation/input.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { type ParsedHead, parseHead } from './parse-head.ts';
import { readMoment, readSpan } from './read-moment.ts';
import type { ExpectedWords, Transcript } from './transcript.ts';
import {
  headWords,
  type LineProblem,
  readTranscriptLines,
  type TranscriptLine,
  type Word,
} from './transcript-lines.ts';

const MAX_FILE_BYTES = 256 * 1024;
export const MAX_STEPS = 200;
export const MAX_TEXT_LENGTH = 4096;
export const MAX_SPAN_MS = 366 * 86_400_000;

export interface TranscriptFile {
  readonly text: string;
  /** Stands at the start of every message; it is not read. */
  readonly fileName: string;
  /** When it begins where the file does not say. */
  readonly now: Date;
}

/**
 * Reads a transcript file. Throws `invalid_input` with everything that is wrong, in the order of the file, each worded
 * `chat.txt:7:1: there is no word ...` (line and column from 1).
 */
export function parseTranscript({ text, fileName, now }: TranscriptFile): Transcript {
  const problems: LineProblem[] = [];
  const refuse = (at: LineProblem) => void problems.push(at);
  if (Buffer.byteLength(text) > MAX_FILE_BYTES) {
    refuse({ line: 1, column: 1, message: `the file is larger than ${MAX_FILE_BYTES} bytes; shorten it` });
    throw refusal(fileName, problems);
  }
  const read = readTranscriptLines(text);
  problems.push(...read.problems);
  const first = read.lines.findIndex(({ word }) => !isHead(word));
  const [above, below] = first < 0 ? [read.lines, []] : [read.lines.slice(0, first), read.lines.slice(first)];
  const head = parseHead(above, now, refuse);
  const { steps, expected } = readBody(below, head, refuse);
  if (below.length === 0 && problems.length === 0)
    refuse({ line: 1, column: 1, message: 'nobody says anything; add a line such as `lead: hello`' });
  if (problems.length > 0) throw refusal(fileName, problems);
  return { ...head, steps, expected };
}

function isHead(word: Word): boolean {
  return headWords.some((one) => one === word);
}

type Refuse = (problem: LineProblem) => void;

function readBody(lines: readonly TranscriptLine[], head: ParsedHead, refuse: Refuse) {
  const steps: SimulationStep[] = [];
  const expected: ExpectedWords[] = [];
  const clock = { now: head.startAt, last: new Date(head.startAt.getTime() + MAX_SPAN_MS) };
  for (const one of lines) {
    const { line, text, word } = one;
    if (word === 'agent') {
      expected.push({ step: steps.length - 1, text, line });
      continue;
    }
    const step = isHead(word) ? `\`${word}\` goes above the first line of the conversation` : toStep(one, head, clock);
    if (typeof step === 'string') refuse({ line, column: isHead(word) ? 1 : one.column, message: step });
    else steps.push(step);
    if (steps.length > MAX_STEPS) {
      refuse({ line, column: 1, message: `a transcript has at most ${MAX_STEPS} lines besides the agent's` });
      break;
    }
  }
  return { steps, expected };
}

interface Clock {
  now: Date;
  readonly last: Date;
}

/** The step that a line means, or what is wrong with it. */
function toStep(
  { word, text, channel }: TranscriptLine,
  { timeZone }: ParsedHead,
  clock: Clock,
): SimulationStep | string {
  switch (word) {
    case 'lead':
      return spoken(text) ?? { do: 'lead_says', text, ...(channel !== undefined && { channel }) };
    case 'person':
      return spoken(text) ?? { do: 'person_says', text };
    case 'wait': {
      const forMs = readSpan(text);
      if (forMs === undefined) return 'say how long, such as `2 hours` or `3 days`';
      return advance(clock, new Date(clock.now.getTime() + forMs)) ?? { do: 'wait', forMs };
    }
    case 'at': {
      const at = readMoment(text, timeZone);
      if (at === undefined) return 'give a day and a time, such as `2027-03-01T10:00`';
      return advance(clock, at) ?? { do: 'wait_until', at };
    }
    default: {
      if (text !== '') return `nothing stands behind \`${word}:\``;
      return { do: word === 'hand back' ? 'hand_back' : word === 'approve' ? 'approve' : 'discard' };
    }
  }
}

function spoken(text: string): string | undefined {
  if (text === '') return 'says nothing; write the words behind the colon';
  return text.length > MAX_TEXT_LENGTH ? `at most ${MAX_TEXT_LENGTH} characters in one message` : undefined;
}

function advance(clock: Clock, at: Date): string | undefined {
  if (at < clock.now) return `is before ${clock.now.toISOString()}, when the line above happens`;
  if (at > clock.last) return 'is more than a year after the start';
  clock.now = at;
  return undefined;
}

function refusal(fileName: string, problems: readonly LineProblem[]): Error {
  const issues = problems
    .toSorted((a, b) => a.line - b.line || a.column - b.column)
    .map(({ line, column, message }) => ({ path: [], message: `${fileName}:${line}:${column}: ${message}` }));
  return invalidInput(
    `The transcript ${fileName} has ${issues.length === 1 ? '1 error' : `${issues.length} errors`}.`,
    issues,
  );
}
