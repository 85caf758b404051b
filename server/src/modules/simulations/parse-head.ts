import { parseEmail, parseSentPhone } from '../../kernel/contact.ts';
import { isTimeZone } from '../../kernel/times.ts';
import { readMoment } from './read-moment.ts';
import type { Transcript } from './transcript.ts';
import type { LineProblem, TranscriptLine, Word } from './transcript-lines.ts';

export type ParsedHead = Omit<Transcript, 'steps' | 'expected'>;

/** What stands above a conversation, with what counts where it says nothing; what is wrong is told to `refuse`. */
export function parseHead(
  lines: readonly TranscriptLine[],
  now: Date,
  refuse: (problem: LineProblem) => void,
): ParsedHead {
  const given = new Map<Word, TranscriptLine>();
  for (const line of lines) {
    if (given.has(line.word) && line.word !== 'busy')
      refuse({ line: line.line, column: 1, message: `\`${line.word}\` is here twice; keep one` });
    given.set(line.word, line);
  }
  const read = <T>(word: Word, missing: T, parse: (text: string) => T | undefined, advice: string): T => {
    const line = given.get(word);
    if (!line) return missing;
    const value = parse(line.text);
    if (value === undefined) refuse({ ...line, message: advice });
    return value ?? missing;
  };
  const timeZone = read('time zone', 'UTC', zone, 'name a zone, such as `America/New_York`');
  const country = read('country', 'US', countryCode, 'give a country of two letters, such as `US`');
  const phone = (text: string) => parseSentPhone(text, country)?.e164;
  const moment = 'give a day and a time, such as `2027-03-01T10:00`';
  return {
    timeZone,
    country,
    startAt: read('start', now, (text) => readMoment(text, timeZone), moment),
    contact: {
      name: read<string | null>('name', null, words, 'give a name'),
      email: read<string | null>('email', null, parseEmail, 'is no e-mail address'),
      phone: read<string | null>('phone', null, phone, 'is no phone number; write it with its area code'),
    },
    channel: read('channel', 'web_chat', words, 'name a channel, such as `web_chat`'),
    workspace: read<string | undefined>('workspace', undefined, words, 'give the name that the agent says'),
    autonomy: read('autonomy', 'autopilot', autonomy, 'is `autopilot` or `listen`'),
    approvesDrafts: read('drafts', false, drafts, 'is `approve` or `leave`'),
    busy: lines.filter(({ word }) => word === 'busy').flatMap((line) => readBusy(line, timeZone, refuse)),
  };
}

const words = (text: string) => (text === '' ? undefined : text);
const zone = (text: string) => (isTimeZone(text) ? text : undefined);
const countryCode = (text: string) => (/^[A-Za-z]{2}$/.test(text) ? text.toUpperCase() : undefined);
const autonomy = (text: string) => (text === 'autopilot' || text === 'listen' ? text : undefined);
const drafts = (text: string) => (text === 'approve' ? true : text === 'leave' ? false : undefined);

function readBusy(line: TranscriptLine, timeZone: string, refuse: (problem: LineProblem) => void) {
  const [from, to, more] = line.text.split(/\s+to\s+/).map((text) => readMoment(text, timeZone));
  if (from && to && from < to && more === undefined) return [{ startAt: from.toISOString(), endAt: to.toISOString() }];
  refuse({ ...line, message: 'give two times, such as `2027-03-01T10:00 to 2027-03-01T12:00`' });
  return [];
}
