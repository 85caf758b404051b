import type { WorkflowFile } from '../src/modules/workflows/index.ts';
import { type Ask, addTenant, type TestTenant } from './api.ts';
import type { TestServer } from './server.ts';

const allDay = [{ from: '00:00', to: '24:00' }];

/** Open day and night: what a test does not speak of is never in its way. */
const always = {
  monday: allDay,
  tuesday: allDay,
  wednesday: allDay,
  thursday: allDay,
  friday: allDay,
  saturday: allDay,
  sunday: allDay,
};

/** A workflow `booking` that asks for nothing but a size and books by this rule: half an hour, without notice. */
export function bookingWorkflow(rule: object = {}): WorkflowFile {
  const booking = { title: 'Visit', durationMinutes: 30, noticeMinutes: 0, hours: always, ...rule };
  const size = { key: 'size', label: 'Size', type: 'select', ask: 'Which size?', required: false };
  const workflow = {
    key: 'booking',
    name: 'Booking',
    goal: 'appointment',
    agent: { name: 'Kim', role: 'the assistant' },
    fields: [{ ...size, options: [{ value: 'small' }, { value: 'large' }] }],
    statuses: [
      { key: 'new', label: 'New', category: 'active', flags: ['initial'] },
      { key: 'ready', label: 'Ready', category: 'active', flags: ['qualified'] },
      { key: 'booked', label: 'Booked', category: 'won', flags: ['booking_target'] },
      { key: 'lost', label: 'Lost', category: 'lost', flags: ['terminal'] },
    ],
    booking,
  };
  return { text: JSON.stringify(workflow), fileName: 'booking.yaml' };
}

/** A tenant whose default workflow books by this rule. */
export function bookingTenant(server: TestServer, rule: object = {}, timeZone = 'UTC'): Promise<TestTenant> {
  return addTenant(server, { timeZone, workflows: [bookingWorkflow(rule)] });
}

/** The id of a new lead, a test lead where the key is one. */
export async function newLead({ ask }: TestTenant, key?: string): Promise<string> {
  return (await ask('POST', '/v1/leads', { body: {}, ...(key && { key }) })).json().id;
}

/** Books for a new lead, or for the one that `more` names. */
export async function book(tenant: TestTenant, startAt: string, more: object = {}): ReturnType<Ask> {
  return tenant.ask('POST', '/v1/appointments', { body: { leadId: await newLead(tenant), startAt, ...more } });
}

/** The starts of the free slots. */
export async function startsOf({ ask }: TestTenant, query = ''): Promise<string[]> {
  const { data } = (await ask('GET', `/v1/workflows/booking/slots?${query}`)).json();
  return data.map((slot: { startAt: string }) => slot.startAt);
}
