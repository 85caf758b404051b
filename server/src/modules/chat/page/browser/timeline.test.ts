import { expect, test } from 'vitest';
import { chatAssets } from '../chat-assets.ts';
import type { ChatMessage, PendingMessage, Row } from './types.d.ts';

type BuildTimeline = (
  messages: readonly ChatMessage[],
  outbox: readonly PendingMessage[],
  keys: ReadonlyMap<string, string>,
) => Row[];
// As the browser gets it.
const served = chatAssets.find(({ path }) => path.endsWith('/timeline.js'))?.body ?? '';
const { buildTimeline }: { buildTimeline: BuildTimeline } = await import(
  `data:text/javascript,${encodeURIComponent(served)}`
);

const noKeys = new Map<string, string>();
const noon = Date.parse('2026-11-23T12:00:00.000Z');

function said(seq: number, author: ChatMessage['author'], text: string, minutes = seq): ChatMessage {
  return { id: `m${seq}`, seq, author, text, createdAt: new Date(noon + minutes * 60_000).toISOString() };
}

function unsaid(id: string, text: string, state: PendingMessage['state'] = 'sending', afterSeq = 0): PendingMessage {
  return { clientMessageId: id, text, afterSeq, state, problem: '', createdAt: new Date(noon).toISOString() };
}

const keysOf = (rows: readonly Row[]) => rows.map(({ key }) => key);

test('what is unsent stands at the end, in the order it was written', () => {
  const rows = buildTimeline([said(1, 'agent', 'Hello')], [unsaid('a', 'one'), unsaid('b', 'two')], noKeys);
  expect(rows.map(({ text, state }) => [text, state])).toEqual([
    ['Hello', 'sent'],
    ['one', 'sending'],
    ['two', 'sending'],
  ]);
});

test('a listed message takes the place of the pending one that says the same, and keeps its key when confirmed', () => {
  const messages = [said(1, 'lead', 'yes'), said(2, 'lead', 'yes')];
  const outbox = [unsaid('b', 'yes', 'sending', 1)];
  expect(keysOf(buildTimeline(messages, outbox, noKeys))).toEqual(['m1', 'b']);
  expect(keysOf(buildTimeline(messages, [], new Map([['m2', 'b']])))).toEqual(['m1', 'b']);
});

test('each listed message is taken once: the same words twice stay two bubbles', () => {
  const outbox = [unsaid('a', 'yes'), unsaid('b', 'yes')];
  expect(keysOf(buildTimeline([said(1, 'lead', 'yes')], outbox, noKeys))).toEqual(['a', 'b']);
});

test('a refused message stays, whatever the list says', () => {
  const rows = buildTimeline([said(1, 'lead', 'yes')], [unsaid('a', 'yes', 'failed')], noKeys);
  expect(rows.map(({ key, state }) => [key, state])).toEqual([
    ['m1', 'sent'],
    ['a', 'failed'],
  ]);
});

test('messages of one author within five minutes are a group; a day begins once', () => {
  const rows = buildTimeline(
    [said(1, 'agent', 'a', 0), said(2, 'agent', 'b', 4), said(3, 'agent', 'c', 20), said(4, 'lead', 'd', 21)],
    [],
    noKeys,
  );
  expect(rows.map(({ startsGroup, endsGroup }) => [startsGroup, endsGroup])).toEqual([
    [true, false],
    [false, true],
    [true, true],
    [true, true],
  ]);
  expect(rows.map(({ startsDay }) => startsDay)).toEqual([true, false, false, false]);
  const nextDay = buildTimeline([said(1, 'agent', 'a'), said(2, 'agent', 'b', 48 * 60)], [], noKeys);
  expect(nextDay.map(({ startsDay }) => startsDay)).toEqual([true, true]);
});

test('a voice is named when a person takes over, and when the machine comes back', () => {
  const authors = ['agent', 'lead', 'person', 'lead', 'person', 'agent'] as const;
  const rows = buildTimeline(
    authors.map((author, at) => said(at + 1, author, 'x')),
    [],
    noKeys,
  );
  expect(rows.map(({ named }) => named)).toEqual([false, false, true, false, false, true]);
});
