import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { type BookingRule, bookingSchema, weekdays } from '../workflow/definition.ts';
import { chooseOffers } from './choose-offers.ts';
import { freeSlots } from './free-slots.ts';
import { isBookable } from './is-bookable.ts';
import type { BusyInterval, Slot } from './types.ts';

const zones = ['America/New_York', 'Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia'];
const clockTime = fc.integer({ min: 0, max: 96 }).map((quarter) => {
  return `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`;
});
const openings = fc.array(fc.record({ from: clockTime, to: clockTime }), { maxLength: 3 });
const hours = fc.record(Object.fromEntries(weekdays.map((day) => [day, openings])), { requiredKeys: [] });
const changes = ['2026-03-08', '2026-03-29', '2026-04-05', '2026-05-11', '2026-10-04', '2026-10-25', '2026-11-01'];
const now = fc
  .record({ date: fc.constantFrom(...changes), minutes: fc.integer({ min: -2880, max: 1440 }) })
  .map(({ date, minutes }) => new Date(Date.parse(`${date}T00:00:00Z`) + minutes * 60_000));
const resources = fc.uniqueArray(
  fc.record(
    {
      key: fc.constantFrom('mia', 'tom', 'ann'),
      name: fc.constantFrom('Mia', 'Tom'),
      hours,
      closures: fc.subarray(changes),
      capacity: fc.integer({ min: 1, max: 3 }),
    },
    { requiredKeys: ['key', 'name'] },
  ),
  { selector: ({ key }) => key, maxLength: 3 },
);
const booking: fc.Arbitrary<BookingRule> = fc
  .record({
    title: fc.constant('Visit'),
    durationMinutes: fc.integer({ min: 5, max: 200 }),
    slotStepMinutes: fc.option(fc.integer({ min: 10, max: 240 }), { nil: undefined }),
    bufferMinutes: fc.constantFrom(0, 10, 45),
    noticeMinutes: fc.constantFrom(0, 60, 1500),
    horizonDays: fc.integer({ min: 1, max: 6 }),
    hours,
    closures: fc.subarray(changes),
    resources,
  })
  .map((one) => bookingSchema.parse(one));
const search = fc
  .record({
    booking,
    now,
    timeZone: fc.constantFrom(...zones),
    taken: fc.array(
      fc.record({ start: fc.integer({ min: -200, max: 9000 }), length: fc.integer({ min: 1, max: 400 }) }),
      {
        maxLength: 25,
      },
    ),
    owner: fc.constantFrom(undefined, 'mia', 'tom'),
  })
  .map(({ taken, owner, ...rest }) => ({
    ...rest,
    busy: taken.map(({ start, length }, index) => ({
      resourceKey: index % 3 === 0 ? undefined : owner,
      startAt: new Date(rest.now.getTime() + start * 60_000).toISOString(),
      endAt: new Date(rest.now.getTime() + (start + length) * 60_000).toISOString(),
    })),
  }));

it('offers only what may be booked, in order, each start once', () => {
  fc.assert(
    fc.property(search, (one) => {
      const slots = freeSlots({ ...one, limit: 200 });
      const starts = slots.map(({ startAt }) => Date.parse(startAt));
      expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
      for (const slot of slots) {
        expect(Date.parse(slot.startAt)).toBeGreaterThanOrEqual(one.now.getTime() + one.booking.noticeMinutes * 60_000);
        expect(most(slot, one.busy, one.booking)).toBeLessThan(capacityOf(one.booking, slot.resourceKey));
        expect(isOpen(slot, one.booking, one.timeZone), slot.startAt).toBe(true);
      }
    }),
    { numRuns: 400 },
  );
});

it('agrees with the last check before a booking', () => {
  fc.assert(
    fc.property(search, (one) => {
      for (const slot of freeSlots({ ...one, limit: 5 })) {
        expect(isBookable(slot.startAt, one)).toEqual({ ok: true, slot });
        const after = { startAt: slot.startAt, endAt: slot.endAt, resourceKey: slot.resourceKey };
        const full = Array.from({ length: capacityOf(one.booking, slot.resourceKey) }, () => after);
        const again = isBookable(slot.startAt, {
          ...one,
          busy: [...one.busy, ...full],
          resourceKey: slot.resourceKey,
        });
        expect(again).toEqual({ ok: false, reason: 'taken' });
      }
    }),
    { numRuns: 150 },
  );
});

it('offers three at most, all of them bookable, and exact ones only when the wish is met', () => {
  const wishes = fc.record(
    {
      fromDate: fc.constantFrom(...changes),
      weekdays: fc.subarray([1, 2, 3, 4, 5, 6, 7]),
      time: clockTime,
      fromTime: clockTime,
      toTime: clockTime,
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(search, wishes, (one, parts) => {
      const wish = { ...parts, text: '', confidence: 1 };
      const { slots, match } = chooseOffers({ ...one, wish });
      expect(slots.length).toBeLessThanOrEqual(3);
      for (const slot of slots) expect(isBookable(slot.startAt, one).ok).toBe(true);
      const fitting = freeSlots({ ...one, wish, limit: 1 });
      expect(match === 'exact').toBe(fitting.length > 0);
      if (match === 'none_free') expect(freeSlots({ ...one, limit: 1 })).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

/** How many appointments run at the same time as the slot at most, buffers included, looked at minute by minute. */
function most(slot: Slot, busy: readonly BusyInterval[], { bufferMinutes }: BookingRule): number {
  const buffer = bufferMinutes * 60_000;
  const own = busy
    .filter(
      ({ resourceKey }) => slot.resourceKey === undefined || (resourceKey ?? slot.resourceKey) === slot.resourceKey,
    )
    .map(({ startAt, endAt }) => ({ from: Date.parse(startAt), to: Date.parse(endAt) + buffer }));
  const [from, to] = [Date.parse(slot.startAt), Date.parse(slot.endAt) + buffer];
  const moments = [from, ...own.map((one) => one.from).filter((at) => at >= from && at < to)];
  return Math.max(...moments.map((at) => own.filter((one) => one.from <= at && one.to > at).length));
}

function capacityOf(rule: BookingRule, key: string | undefined): number {
  return rule.resources.find((one) => one.key === key)?.capacity ?? 1;
}

/** Whether first and last moment of the slot lie on the wall within one opening of a day that is not closed. */
function isOpen(slot: Slot, rule: BookingRule, timeZone: string): boolean {
  const resource = rule.resources.find((one) => one.key === slot.resourceKey);
  const closed = [...rule.closures, ...(resource?.closures ?? [])];
  const start = local(Date.parse(slot.startAt), timeZone);
  const last = local(Date.parse(slot.endAt) - 1, timeZone);
  if (closed.includes(start.toPlainDate().toString())) return false;
  return [start.toPlainDate(), start.toPlainDate().subtract({ days: 1 })].some((date) => {
    if (closed.includes(date.toString())) return false;
    const list = (resource?.hours ?? rule.hours)[weekdays[date.dayOfWeek - 1] ?? 'monday'] ?? [];
    return list.some(({ from, to }) => {
      if (from === to) return false;
      const opens = at(date, from);
      const closes = at(to < from ? date.add({ days: 1 }) : date, to);
      return Temporal.PlainDateTime.compare(start, opens) >= 0 && Temporal.PlainDateTime.compare(last, closes) < 0;
    });
  });
}

function local(ms: number, timeZone: string): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).toPlainDateTime();
}

function at(date: Temporal.PlainDate, time: string): Temporal.PlainDateTime {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return date.toPlainDateTime().add({ hours, minutes });
}
