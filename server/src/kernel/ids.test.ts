import { expect, test } from 'vitest';
import { createIdSource, isUuid, timeOfId } from './ids.ts';

test('ids made by the thousand are version 7, rise, hold their moment, and share no random part', () => {
  const newId = createIdSource();
  const at = new Date('2026-05-01T10:00:00.000Z');
  const ids = Array.from({ length: 3_000 }, () => newId(at));
  expect(ids.every((id) => isUuid(id) && /^.{14}7.{4}[89ab]/.test(id))).toBe(true);
  expect(ids.toSorted()).toEqual(ids);
  expect(timeOfId(ids[0] ?? '')).toEqual(at);
  expect(new Set(ids.map((id) => id.slice(-12))).size).toBe(ids.length);
});

test('two sources share no random part', () => {
  const at = new Date();
  const [one, other] = [createIdSource(), createIdSource()];
  const tails = Array.from({ length: 1_000 }, () => [one(at), other(at)]).flat();
  expect(new Set(tails.map((id) => id.slice(-12))).size).toBe(2_000);
});
