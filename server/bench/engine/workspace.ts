import { createLeads } from '../../src/modules/leads/index.ts';
import type { WorkflowFile } from '../../src/modules/workflows/index.ts';
import { createWorkspace, type SystemContext, systemCtx } from '../../src/modules/workspaces/index.ts';
import type { CadencePromise } from './cadence-faults.ts';
import { type Habit, habitOf } from './habits.ts';

export const WORKFLOW = 'reach';
export const promise: CadencePromise = {
  open: [9, 18],
  inWindows: ['sms', 'console'],
  days: 5,
  perDay: 1,
  staleAfterHours: 4,
  hoursBetween: 2,
  gapMinutes: 30,
  recontacts: 2,
  perHour: 1_000_000,
};

/** Leads all over the world, by which the windows open at different times. */
const ZONES = ['Europe/Lisbon', 'America/New_York', 'America/Sao_Paulo', 'Asia/Kolkata', 'Australia/Sydney'];
const AT_ONCE = 500;

export interface BenchLead {
  readonly id: string;
  readonly habit: Habit;
}

/** A workspace whose leads are in the cadence of one workflow; the leads by the number they are written to at. */
export async function makeLeads(system: SystemContext, count: number) {
  const workspace = await createWorkspace(system, {
    name: 'Reach',
    slug: 'reach',
    timeZone: 'Europe/Lisbon',
    country: 'PT',
    workflows: [workflow],
  });
  const ctx = systemCtx(system, workspace);
  const byPhone = new Map<string, BenchLead>();
  for (let from = 0; from < count; from += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, at) => from + at);
    const inputs = numbers.map((index) => ({ phone: phoneOf(index), timeZone: ZONES[index % ZONES.length] ?? null }));
    const leads = await createLeads(ctx, inputs);
    for (const [place, { id }] of leads.entries())
      byPhone.set(phoneOf(from + place), { id, habit: habitOf(from + place) });
  }
  return { ctx, byPhone };
}

const phoneOf = (index: number) => `+3519${String(10_000_000 + index)}`;

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const hours = Object.fromEntries(weekdays.map((day) => [day, [{ from: '00:00', to: '24:00' }]]));

const workflow: WorkflowFile = {
  fileName: `${WORKFLOW}.yaml`,
  text: JSON.stringify({
    key: WORKFLOW,
    name: 'Reach',
    goal: 'appointment',
    agent: { name: 'Mia', role: 'the assistant', greeting: 'Hi, this is Mia, an automated assistant.' },
    fields: [
      { key: 'size', label: 'Size', type: 'text', ask: 'Which size?' },
      { key: 'name', label: 'Name', type: 'name', ask: 'Your name?' },
    ],
    statuses: [
      { key: 'new', label: 'New', category: 'active', flags: ['initial'] },
      { key: 'talking', label: 'Talking', category: 'active', flags: ['engaged'] },
      { key: 'booked', label: 'Booked', category: 'won', flags: ['booking_target'] },
      { key: 'cold', label: 'Cold', category: 'deferred' },
      { key: 'lost', label: 'Lost', category: 'lost', flags: ['terminal'] },
    ],
    booking: { title: 'Visit', durationMinutes: 15, noticeMinutes: 0, hours },
    cadence: {
      channels: ['sms', 'console'],
      windows: [{ from: '09:00', to: '18:00' }],
      days: promise.days,
      gapMinutes: promise.gapMinutes,
      hoursBetween: promise.hoursBetween,
      limits: { perHour: 100_000, perDay: 1_000_000 },
      recontact: { staleAfterHours: promise.staleAfterHours, coolDownHours: 24, atMost: promise.recontacts },
    },
  }),
};
