import { nearestWord } from '../../kernel/nearest-word.ts';

/** One `word: text` of a transcript, with the indented lines below it. */
export interface TranscriptLine {
  readonly word: Word;
  readonly text: string;
  /** Of `lead on sms: words`. */
  readonly channel?: string;
  /** Where the word stands, from 1. */
  readonly line: number;
  /** Where its text begins, from 1. */
  readonly column: number;
}

export interface LineProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** What stands above the conversation. */
export const headWords = [
  'name',
  'phone',
  'email',
  'channel',
  'workspace',
  'time zone',
  'country',
  'start',
  'autonomy',
  'drafts',
  'busy',
] as const;
export const bodyWords = ['lead', 'agent', 'person', 'wait', 'at', 'hand back', 'approve', 'discard'] as const;
export type Word = (typeof headWords)[number] | (typeof bodyWords)[number];

const words: readonly Word[] = [...headWords, ...bodyWords];

/** Reads a transcript into its lines. Never throws: what is wrong is among the problems. Blank lines and `#` are skipped. */
export function readTranscriptLines(text: string): { lines: TranscriptLine[]; problems: LineProblem[] } {
  const lines: TranscriptLine[] = [];
  const problems: LineProblem[] = [];
  for (const [index, written] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = index + 1;
    if (written.trim() === '' || written.startsWith('#')) continue;
    const last = lines.at(-1);
    if (/^\s/.test(written) && last) {
      lines[lines.length - 1] = { ...last, text: `${last.text}\n${written.trim()}`.trim() };
      continue;
    }
    const read = readLine(written, line);
    if ('word' in read) lines.push(read);
    else problems.push(read);
  }
  return { lines, problems };
}

function readLine(written: string, line: number): TranscriptLine | LineProblem {
  const colon = written.indexOf(':');
  const said = written
    .slice(0, colon)
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ');
  const channel = colon < 0 ? undefined : /^lead on ([a-z][\w-]{0,59})$/i.exec(written.slice(0, colon).trim())?.[1];
  const word = colon < 0 ? undefined : channel === undefined ? words.find((one) => one === said) : 'lead';
  if (word !== undefined) {
    const rest = written.slice(colon + 1);
    return {
      word,
      text: rest.trim(),
      ...(channel !== undefined && { channel }),
      line,
      column: colon + 2 + rest.length - rest.trimStart().length,
    };
  }
  const near = colon < 0 || said.length > 20 ? undefined : nearestWord(said, words);
  const message =
    near === undefined
      ? 'begin with who speaks: `lead: words`; indent a line that goes on from the one above'
      : `there is no word \`${said}\`; did you mean \`${near}\`?`;
  return { line, column: 1, message };
}
