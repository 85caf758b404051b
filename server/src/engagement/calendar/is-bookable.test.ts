import { describe, expect, it } from 'vitest';
import { isBookable } from './is-bookable.ts';
import { busy, hours, rule } from './testing.ts';

const timeZone = 'Europe/Berlin';
const now = new Date('2026-05-11T06:00:00Z');
const booking = rule({
  noticeMinutes: 120,
  bufferMinutes: 15,
  closures: ['2026-05-14'],
  hours: hours('09:00-17:00', ['monday', 'tuesday', 'wednesday', 'thursday', 'friday']),
});
const taken = [busy('2026-05-12 11:00', '2026-05-12 12:00', timeZone)];
const search = { booking, timeZone, now, busy: taken };

it('names the slot that is free', () => {
  expect(isBookable('2026-05-12T07:00:00.000Z', search)).toEqual({
    ok: true,
    slot: { startAt: '2026-05-12T07:00:00.000Z', endAt: '2026-05-12T08:00:00.000Z' },
  });
});

it('reads any offset', () => {
  expect(isBookable('2026-05-12T09:00:00+02:00', search).ok).toBe(true);
});

describe('says why not', () => {
  it.each([
    ['taken', '2026-05-12T09:00:00Z', 'taken'],
    ['in the buffer before a booking', '2026-05-12T08:00:00Z', 'taken'],
    ['in the buffer after a booking', '2026-05-12T10:00:00Z', 'taken'],
    ['a closure', '2026-05-14T08:00:00Z', 'closed'],
    ['a Sunday', '2026-05-17T08:00:00Z', 'closed'],
    ['before opening', '2026-05-12T05:00:00Z', 'outside_hours'],
    ['ending after closing', '2026-05-12T14:30:00Z', 'outside_hours'],
    ['the past', '2026-05-10T08:00:00Z', 'too_soon'],
    ['within the notice', '2026-05-11T07:00:00Z', 'too_soon'],
    ['beyond the horizon', '2026-07-01T08:00:00Z', 'too_far'],
    ['years away', '2032-07-01T08:00:00Z', 'too_far'],
    ['between two starts', '2026-05-12T07:10:00Z', 'off_grid'],
    ['a second late', '2026-05-12T07:00:01Z', 'off_grid'],
    ['no time', 'soon', 'off_grid'],
  ])('%s', (_name, startAt, reason) => {
    expect(isBookable(startAt, search)).toEqual({ ok: false, reason });
  });

  it('an unknown resource', () => {
    const mia = rule({ resources: [{ key: 'mia', name: 'Mia' }] });
    const reason = isBookable('2026-05-12T07:00:00Z', { ...search, booking: mia, resourceKey: 'tom' });
    expect(reason).toEqual({ ok: false, reason: 'unknown_resource' });
  });

  it('the second time of an hour that comes twice', () => {
    const nights = rule({ hours: hours('00:00-05:00') });
    const late = { booking: nights, timeZone, now: new Date('2026-10-24T12:00:00Z'), busy: [] };
    expect(isBookable('2026-10-25T00:00:00Z', late).ok).toBe(true);
    expect(isBookable('2026-10-25T01:00:00Z', late)).toEqual({ ok: false, reason: 'off_grid' });
  });
});

it('gives any resource that is free where none is asked for', () => {
  const two = rule({
    resources: [
      { key: 'mia', name: 'Mia' },
      { key: 'tom', name: 'Tom' },
    ],
  });
  const withMia = [busy('2026-05-12 09:00', '2026-05-12 10:00', timeZone, 'mia')];
  const start = '2026-05-12T07:00:00Z';
  expect(isBookable(start, { ...search, booking: two, busy: withMia })).toMatchObject({
    ok: true,
    slot: { resourceKey: 'tom' },
  });
  expect(isBookable(start, { ...search, booking: two, busy: withMia, resourceKey: 'mia' })).toEqual({
    ok: false,
    reason: 'taken',
  });
});
