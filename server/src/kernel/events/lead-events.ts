import { z } from 'zod';
import { describeEvent, exampleId, id, reason, text, time } from './describe-event.ts';

const stageChange = { from: text, to: text };

/** A lead and what belongs to it; `leadId` of the event says whose. */
export const leadEvents = {
  'lead.created': describeEvent(
    'A lead came in, by whatever way.',
    { channel: text.describe('Where it came in: api, web_chat, form, import, ...'), source: text.nullable() },
    { channel: 'web_chat', source: 'spring-campaign' },
  ),
  'lead.updated': describeEvent(
    'Something of the lead itself was changed.',
    {
      changed: z.array(text).optional().describe('The names of the fields that changed, as the lead shows them.'),
      mergedLeadId: id.optional().describe('Of a merge: the lead that went into this one.'),
      unmergedLeadId: id.optional().describe('Of a merge that was undone: the lead that is one of its own again.'),
    },
    { changed: ['email', 'phone'] },
  ),
  'lead.deleted': describeEvent('The lead was deleted; it can no longer be read.', {}, {}),
  'lead.erased': describeEvent('All that was known of the lead was removed for good.', {}, {}),
  'lead.merged': describeEvent('The lead went into another one.', { intoLeadId: id }, { intoLeadId: exampleId(2) }),
  'lead.unmerged': describeEvent('The lead is one of its own again.', { fromLeadId: id }, { fromLeadId: exampleId(2) }),
  'lead.stage_changed': describeEvent(
    "The lead's stage changed: new, engaged, qualified, booked, converted, lost.",
    stageChange,
    { from: 'engaged', to: 'qualified' },
  ),
  'lead.status_changed': describeEvent(
    "A run of the lead came to another status of its workflow's pipeline.",
    { runId: id, ...stageChange, reason },
    { runId: exampleId(3), from: 'qualifying', to: 'qualified', reason: 'all that is required is known' },
  ),
  'lead.disqualified': describeEvent(
    'The agent found that the lead does not qualify.',
    { reason },
    { reason: 'outside the area' },
  ),
  'lead.assigned': describeEvent(
    'The lead was given to a member of the team.',
    { memberId: id, mode: text.describe('round_robin or least_loaded.') },
    { memberId: exampleId(4), mode: 'round_robin' },
  ),
  'lead.needs_human': describeEvent('The lead needs a person.', { reason }, { reason: 'asked for a person' }),
  'lead.opted_out': describeEvent('The lead wants no more messages; what was planned is cancelled.', {}, {}),
  'lead.opted_in': describeEvent('The lead agreed to messages again.', {}, {}),
  'variable.changed': describeEvent(
    'What is known of the lead for a field changed.',
    { key: text, source: text.describe('Where it was learned.'), removed: z.literal(true).optional() },
    { key: 'service', source: 'lead' },
  ),
  'checklist.item_changed': describeEvent(
    "An item of the lead's checklist changed, or was added.",
    { leadChecklistItemId: id, code: text.nullable(), status: text, added: z.literal(true).optional() },
    { leadChecklistItemId: exampleId(5), code: 'BANK_STATEMENTS', status: 'completed' },
  ),
  'checklist.completed': describeEvent(
    "All that the lead's checklist requires is there.",
    { runId: id },
    { runId: exampleId(3) },
  ),
  'portal_link.created': describeEvent(
    "A link to the lead's own page was made.",
    { expiresAt: time },
    { expiresAt: '2026-12-14T09:30:00.000Z' },
  ),
  'document.received': describeEvent(
    'A document of the lead came in.',
    { documentId: id, leadChecklistItemId: id.nullable() },
    { documentId: exampleId(6), leadChecklistItemId: exampleId(5) },
  ),
  'document.deleted': describeEvent(
    'A document of the lead was deleted.',
    { documentId: id },
    { documentId: exampleId(6) },
  ),
  'run.started': describeEvent(
    'The lead entered a workflow, or went on in it.',
    { runId: id, workflow: text.optional(), version: z.int().optional() },
    { runId: exampleId(3), workflow: 'salon-appointment', version: 1 },
  ),
  'run.paused': describeEvent(
    'A run was paused.',
    { runId: id, reason },
    { runId: exampleId(3), reason: 'paused by API' },
  ),
  'run.resumed': describeEvent(
    'A paused run goes on.',
    { runId: id, reason },
    { runId: exampleId(3), reason: 'resumed by API' },
  ),
  'run.ended': describeEvent(
    'A run ended.',
    { runId: id, outcome: text, reason: reason.optional(), toWorkflow: text.optional() },
    { runId: exampleId(3), outcome: 'booked' },
  ),
  'suppression.added': describeEvent(
    'An address must not be contacted any more.',
    { kind: text.describe('email or phone.'), suppressionId: id.optional(), reason: reason.optional() },
    { kind: 'phone' },
  ),
  'suppression.lifted': describeEvent(
    'An address may be contacted again.',
    { kind: text, suppressionId: id.optional(), reason: reason.optional() },
    { kind: 'phone' },
  ),
};
