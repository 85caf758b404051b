import type { CadencePromise } from '../../bench/engine/cadence-faults.ts';
import type { WorkflowFile } from '../../src/modules/workflows/index.ts';
import { fileOf } from '../pipeline.ts';

export interface Kind {
  readonly name: string;
  readonly promise: CadencePromise;
  readonly workflow: WorkflowFile;
  readonly requiresConsent: boolean;
  readonly autonomy: 'autopilot' | 'listen';
  readonly handBackAfterHours: number | null;
}

interface Settings extends Partial<CadencePromise> {
  readonly channels: readonly string[];
  readonly anyTime?: boolean;
  readonly requiresConsent?: boolean;
  readonly autonomy?: Kind['autonomy'];
  readonly handBackAfterHours?: number;
  readonly onExhausted?: string;
  readonly books?: boolean;
}

const allDay = [{ from: '00:00', to: '24:00' }];
const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** Workspaces that differ in what may go wrong: channels, consent, limits, who speaks, and what is the aim. */
export const kinds: readonly Kind[] = [
  kind('plain', { channels: ['sms', 'console'] }),
  kind('fax', { channels: ['fax'], anyTime: true, perDay: 2, onExhausted: 'pause' }),
  kind('consent', { channels: ['sms', 'console'], requiresConsent: true, recontacts: 1 }),
  kind('booking', { channels: ['sms', 'fax'], handBackAfterHours: 6, books: true }),
  kind('limits', { channels: ['sms'], perHour: 3, anyTime: true, perDay: 3, onExhausted: 'nothing' }),
  kind('drafts', { channels: ['fax', 'console'], autonomy: 'listen' }),
];

function kind(name: string, settings: Settings): Kind {
  const { anyTime = false, onExhausted = 'cold', books = false } = settings;
  const { channels } = settings;
  const promise: CadencePromise = {
    open: [9, 18],
    inWindows: anyTime ? [] : channels,
    days: settings.days ?? 3,
    perDay: settings.perDay ?? 1,
    staleAfterHours: 4,
    hoursBetween: 2,
    gapMinutes: 30,
    recontacts: settings.recontacts ?? 2,
    perHour: settings.perHour ?? null,
  };
  const cadence = {
    channels: channels.map((channel) => ({
      channel,
      anyTime,
      attempts: { first: promise.perDay, last: promise.perDay },
    })),
    windows: [{ from: '09:00', to: '18:00' }],
    days: promise.days,
    gapMinutes: promise.gapMinutes,
    hoursBetween: promise.hoursBetween,
    ...(promise.perHour !== null && { limits: { perHour: promise.perHour, perDay: 1000 } }),
    recontact: { staleAfterHours: 4, coolDownHours: 24, atMost: promise.recontacts, onExhausted },
    onExhausted,
  };
  return {
    name,
    promise,
    workflow: fileOf(workflow(name, cadence, books)),
    requiresConsent: settings.requiresConsent ?? false,
    autonomy: settings.autonomy ?? 'autopilot',
    handBackAfterHours: settings.handBackAfterHours ?? null,
  };
}

function workflow(key: string, cadence: object, books: boolean) {
  const booked = { key: 'booked', label: 'Booked', category: 'won', flags: ['booking_target'] };
  const hours = Object.fromEntries(days.map((day) => [day, allDay]));
  return {
    key,
    name: key,
    goal: books ? 'appointment' : 'qualification',
    agent: { name: 'Mia', role: 'the assistant', greeting: 'Hi, this is Mia, an automated assistant.' },
    fields: [
      { key: 'size', label: 'Size', type: 'text', ask: 'Which size?' },
      { key: 'name', label: 'Name', type: 'name', ask: 'Your name?' },
    ],
    statuses: [
      { key: 'new', label: 'New', category: 'active', flags: ['initial'] },
      { key: 'talking', label: 'Talking', category: 'active', flags: ['engaged'] },
      { key: 'desk', label: 'With the team', category: 'paused', flags: ['pauses_agent'] },
      { key: 'cold', label: 'Cold', category: 'deferred' },
      ...(books ? [booked] : []),
      { key: 'lost', label: 'Lost', category: 'lost', flags: ['terminal'] },
    ],
    ...(books && { booking: { title: 'Visit', durationMinutes: 30, noticeMinutes: 0, hours } }),
    cadence,
  };
}
