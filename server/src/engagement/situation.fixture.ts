import { inPlace } from '../kernel/channel.ts';
import { newDialogue } from './dialogue/state.ts';
import type { Proposal } from './proposal.ts';
import type { Sending, Situation } from './situation.ts';
import { type WorkflowDefinition, workflowSchema } from './workflow/definition.ts';

/** A small workflow with a field, a gate and a booking, for tests of the policy. */
export const smallWorkflow: WorkflowDefinition = workflowSchema.parse({
  key: 'small',
  name: 'Small',
  goal: 'appointment',
  agent: { name: 'Mia', role: 'the assistant' },
  fields: [{ key: 'name', label: 'Name', type: 'name', ask: 'What is your name?' }],
  statuses: [
    { key: 'new', label: 'New', category: 'active', flags: ['initial'] },
    { key: 'engaged', label: 'Engaged', category: 'active', flags: ['engaged'] },
    { key: 'qualified', label: 'Qualified', category: 'active', flags: ['qualified'], gate: { requires: ['name'] } },
    { key: 'booked', label: 'Booked', category: 'won', flags: ['booking_target', 'qualified'] },
    { key: 'with_team', label: 'With the team', category: 'paused', flags: ['pauses_agent'] },
    { key: 'lost', label: 'Lost', category: 'lost', flags: ['terminal'] },
  ],
  booking: {
    title: 'Visit',
    durationMinutes: 30,
    hours: { monday: [{ from: '09:00', to: '17:00' }], tuesday: [{ from: '09:00', to: '17:00' }] },
  },
});

/** A new lead on web chat, on a Monday at eight in the morning, that has just said something. */
export function situationOf(change: Partial<Situation> = {}): Situation {
  return {
    now: new Date('2027-03-01T08:00:00Z'),
    workspace: { name: 'Studio', timeZone: 'UTC', country: 'US', locale: 'en', isStopped: false },
    agent: {
      name: 'Mia',
      role: 'the assistant',
      greeting: null,
      tone: 'friendly',
      disclosesAssistant: true,
      autonomy: 'autopilot',
    },
    lead: {
      id: 'lead',
      stage: 'new',
      needsHuman: false,
      isOptedOut: false,
      contact: { name: null, email: null, phone: null },
    },
    workflow: smallWorkflow,
    run: runIn('new'),
    conversation: {
      id: 'conversation',
      channel: 'web_chat',
      owner: 'agent',
      agentMessages: 1,
      leadMessages: 1,
      dialogue: { ...newDialogue, hasGreeted: true },
    },
    variables: new Map(),
    appointment: null,
    busy: [],
    knowledge: null,
    sending: inHouse,
    ...change,
  };
}

/** A conversation that is read where it is written. */
export const inHouse: Sending = {
  isTestLead: false,
  requiresConsent: false,
  hasConsent: false,
  suppression: null,
  address: null,
  quietHours: null,
  zones: ['UTC'],
  channel: inPlace,
  lastInboundAt: null,
  sender: { lastHour: 0, lastDay: 0, perHour: null, perDay: null },
  saidLately: [],
};

/** A run that is in this status and that nobody has stopped. */
export function runIn(statusKey: string): NonNullable<Situation['run']> {
  return { id: 'run', statusKey, isTakenOver: false, isPaused: false, isWorkflowPaused: false };
}

export function proposalOf(change: Partial<Proposal> = {}): Proposal {
  const none = { acts: [], observations: [], forgotten: [], steps: [], openQuestion: null };
  return { ...none, say: 'Hello.', reason: 'test', dialogue: newDialogue, ...change };
}
