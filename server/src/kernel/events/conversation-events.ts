import { z } from 'zod';
import { describeEvent, exampleId, id, reason, text, time } from './describe-event.ts';

const message = { messageId: id, channel: text };
const messageExample = { messageId: exampleId(7), channel: 'web_chat' };
const call = {
  callId: id,
  channel: text.optional(),
  direction: z.enum(['inbound', 'outbound']).optional().describe('Who called: the lead (inbound), or we.'),
};
const callExample = { callId: exampleId(8), channel: 'voice', direction: 'inbound' as const };
const appointment = { appointmentId: id };
const outcome = { ...appointment, startAt: time.optional() };

/** Conversations with a lead, what is said in them, and what is agreed. */
export const conversationEvents = {
  'conversation.created': describeEvent('A conversation began.', { channel: text }, { channel: 'web_chat' }),
  'conversation.updated': describeEvent(
    'A conversation that had no lead has one now.',
    { leadId: id },
    { leadId: exampleId(1) },
  ),
  'conversation.taken_over': describeEvent(
    'A person answers now; the agent is silent.',
    { memberId: id.nullable() },
    { memberId: exampleId(4) },
  ),
  'conversation.handed_back': describeEvent('The agent answers again.', {}, {}),
  'conversation.closed': describeEvent('A conversation was closed.', { reason: reason.optional() }, {}),
  'message.received': describeEvent('The lead wrote.', message, messageExample),
  'message.sent': describeEvent('Something was said to the lead.', message, messageExample),
  'message.failed': describeEvent(
    'A message could not be delivered.',
    { ...message, reason, isUnknown: z.boolean().optional().describe('Whether it may have arrived all the same.') },
    { ...messageExample, reason: 'the number is not in use' },
  ),
  'message.draft_created': describeEvent('A draft waits to be approved.', message, messageExample),
  'call.started': describeEvent('A call with the lead began.', call, callExample),
  'call.ended': describeEvent(
    'A call with the lead ended; what was said in it may come later.',
    {
      ...call,
      status: text.optional().describe('ended, or failed where nobody was reached.'),
      endedReason: text.nullable(),
      outcome: text.nullable().optional(),
      durationSeconds: z.number().nullable(),
    },
    {
      ...callExample,
      status: 'ended',
      endedReason: 'customer-ended-call',
      outcome: 'wants a viewing',
      durationSeconds: 84,
    },
  ),
  'appointment.booked': describeEvent(
    'An appointment was made.',
    { ...appointment, startAt: time },
    { appointmentId: exampleId(9), startAt: '2026-12-01T13:30:00.000Z' },
  ),
  'appointment.confirmed': describeEvent(
    'The lead said that it will come.',
    { ...appointment, startAt: time },
    { appointmentId: exampleId(9), startAt: '2026-12-01T13:30:00.000Z' },
  ),
  'appointment.rescheduled': describeEvent(
    'An appointment was moved.',
    { ...appointment, startAt: time, previousStartAt: time },
    {
      appointmentId: exampleId(9),
      startAt: '2026-12-02T10:00:00.000Z',
      previousStartAt: '2026-12-01T13:30:00.000Z',
    },
  ),
  'appointment.cancelled': describeEvent('An appointment was cancelled.', appointment, {
    appointmentId: exampleId(9),
  }),
  'appointment.completed': describeEvent('An appointment took place.', outcome, { appointmentId: exampleId(9) }),
  'appointment.no_show': describeEvent('The lead did not come.', outcome, { appointmentId: exampleId(9) }),
};
