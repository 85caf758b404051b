import type { WorkflowFile } from '../src/modules/workflows/index.ts';

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
