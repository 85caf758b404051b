import { plainLine, tableRow } from './plain-text.ts';
import { sentencesOf } from './sentences-of.ts';

/** What of a document can answer a question. */
export interface Passage {
  /** The headings above it without the document's title, the nearest last; empty where there are none. */
  readonly heading: string;
  /** Plain text; the items of a list on lines of their own. */
  readonly text: string;
}

export interface ReadDocument {
  /** The first heading of the first level. */
  readonly title: string | undefined;
  readonly passages: readonly Passage[];
}

/** Paragraphs under one heading are one passage up to so many characters. */
const MERGED = 600;
/** A paragraph with more is cut between its sentences. */
const LONGEST = 1000;

/** Reads a Markdown or plain text into passages: by heading, then by paragraph. `language` is a BCP 47 tag. */
export function passagesOf(source: string, language: string): ReadDocument {
  const reading: Reading = { title: undefined, headings: [], paragraph: [], blocks: [], isCode: false };
  for (const line of linesOf(source)) readLine(reading, line);
  endParagraph(reading);
  const cut = reading.blocks.flatMap(({ heading, text }) =>
    cutLong(text, language).map((part) => ({ heading, text: part })),
  );
  return { title: reading.title, passages: merge(cut) };
}

interface Reading {
  title: string | undefined;
  /** By level; those deeper than the last one are gone. */
  headings: string[];
  paragraph: string[];
  readonly blocks: Passage[];
  isCode: boolean;
}

/** Without what programs put before a page between two lines of dashes. */
function linesOf(source: string): string[] {
  const lines = source.replaceAll('\r\n', '\n').replaceAll('\r', '\n').split('\n');
  if (lines[0]?.trim() !== '---') return lines;
  const end = lines.indexOf('---', 1);
  return end > 0 ? lines.slice(end + 1) : lines;
}

function readLine(reading: Reading, line: string): void {
  const heading = reading.isCode ? null : /^ {0,3}(#{1,6})\s+(\S.*)$/.exec(line);
  const underline = reading.paragraph.length === 1 ? /^ {0,3}(=|-)\1+\s*$/.exec(line) : null;
  if (/^\s{0,3}(?:```|~~~)/.test(line)) {
    reading.isCode = !reading.isCode;
  } else if (reading.isCode) {
    reading.paragraph.push(line.trim());
  } else if (heading) {
    endParagraph(reading);
    beginSection(reading, heading[1]?.length ?? 1, (heading[2] ?? '').replace(/\s#{1,6}\s*$/, ''));
  } else if (underline) {
    const [words = ''] = reading.paragraph.splice(0);
    beginSection(reading, underline[1] === '=' ? 1 : 2, words);
  } else if (line.trim() === '' || /^ {0,3}(?:-{3,}|\*{3,}|_{3,})\s*$/.test(line)) {
    endParagraph(reading);
  } else {
    addLine(reading, line);
  }
}

function beginSection(reading: Reading, level: number, words: string): void {
  const heading = plainLine(words);
  if (level === 1 && reading.title === undefined) {
    reading.title = heading;
    reading.headings = [];
    return;
  }
  // A title is no part of where a passage stands; another heading of the first level is.
  reading.headings = [...Array.from({ length: level - 1 }, (_, index) => reading.headings[index] ?? ''), heading];
}

function addLine(reading: Reading, line: string): void {
  const item = /^\s{0,12}(?:[-*+]|\d{1,3}[.)])\s+(\S.*)$/.exec(line);
  const row = item ? undefined : tableRow(line);
  if (item) reading.paragraph.push(`• ${plainLine(item[1] ?? '')}`);
  else if (row !== undefined) reading.paragraph.push(...(row === '' ? [] : [`• ${row}`]));
  else appendWords(reading.paragraph, plainLine(line));
}

/** A line goes on where the one before it ended. */
function appendWords(paragraph: string[], words: string): void {
  const last = paragraph.pop();
  paragraph.push(last === undefined ? words : `${last} ${words}`);
}

function endParagraph(reading: Reading): void {
  const text = reading.paragraph.filter((line) => line !== '').join('\n');
  reading.paragraph = [];
  if (text === '') return;
  reading.blocks.push({ heading: reading.headings.filter((one) => one !== '').join(' · '), text });
}

function cutLong(text: string, language: string): string[] {
  if (text.length <= LONGEST) return [text];
  const parts: string[] = [];
  let current = '';
  for (const sentence of sentencesOf(text, language).flatMap(cutHard)) {
    if (current !== '' && current.length + sentence.length + 1 > LONGEST) {
      parts.push(current);
      current = '';
    }
    current = current === '' ? sentence : `${current}${sentence.startsWith('•') ? '\n' : ' '}${sentence}`;
  }
  return current === '' ? parts : [...parts, current];
}

/** What has no end of a sentence for so long is no language. */
function cutHard(sentence: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at < sentence.length; at += LONGEST) parts.push(sentence.slice(at, at + LONGEST));
  return parts;
}

function merge(blocks: readonly Passage[]): Passage[] {
  const merged: Passage[] = [];
  for (const block of blocks) {
    const last = merged.at(-1);
    const fits = last?.heading === block.heading && last.text.length + block.text.length <= MERGED;
    if (last && fits) merged[merged.length - 1] = { ...last, text: `${last.text}\n${block.text}` };
    else merged.push(block);
  }
  return merged;
}
