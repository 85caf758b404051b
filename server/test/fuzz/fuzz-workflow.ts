import type { WorkflowFile } from '../../src/modules/workflows/index.ts';

const allDay = [{ from: '00:00', to: '24:00' }];
const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** A workflow that has what a lead can have: fields of many types, a checklist, bookings at any time. */
export function fuzzWorkflow(key: string, word: string): WorkflowFile {
  return { text: JSON.stringify(workflowDefinition(key, word)), fileName: `${key}.yaml` };
}

export function workflowDefinition(key: string, word: string) {
  const field = (fieldKey: string, type: string, more: object = {}) => ({
    key: fieldKey,
    label: `${word} ${fieldKey}`,
    type,
    ask: `Which ${fieldKey}, ${word}?`,
    required: false,
    ...more,
  });
  return {
    key,
    name: `${word} visits`,
    goal: 'appointment',
    agent: { name: word, role: `the assistant at ${word}` },
    fields: [
      field('size', 'select', { options: [{ value: 'small' }, { value: 'large' }] }),
      field('budget', 'currency'),
      field('rooms', 'integer'),
      field('day', 'date'),
      field('street', 'text'),
    ],
    statuses: [
      { key: 'new', label: `${word} new`, category: 'active', flags: ['initial'] },
      { key: 'ready', label: 'Ready', category: 'active', flags: ['qualified'] },
      { key: 'booked', label: 'Booked', category: 'won', flags: ['booking_target'] },
      { key: 'lost', label: 'Lost', category: 'lost', flags: ['terminal'] },
    ],
    checklist: [
      {
        name: `${word} papers`,
        items: [
          { code: 'passport', label: `${word} passport`, fieldType: 'ID', validationRules: ['It is valid.'] },
          { code: 'street', label: 'Street', fieldType: 'TEXT', field: 'street' },
          { code: 'rooms', label: 'Rooms', fieldType: 'NUMBER', required: false },
        ],
      },
    ],
    booking: {
      title: `${word} visit`,
      durationMinutes: 5,
      noticeMinutes: 0,
      horizonDays: 60,
      hours: Object.fromEntries(days.map((day) => [day, allDay])),
    },
  };
}
