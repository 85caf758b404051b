import { z } from 'zod';
import { describeEvent, exampleId, id, reason, text } from './describe-event.ts';

const workflow = { workflowId: id, workflow: text };
const workflowExample = { workflowId: exampleId(10), workflow: 'salon-appointment' };
const firing = { automationId: id, firingId: id, state: z.enum(['done', 'failed', 'unknown']) };
const firingExample = (state: 'done' | 'failed') => ({ automationId: exampleId(14), firingId: exampleId(15), state });

/** The workspace, its people and its settings. */
export const workspaceEvents = {
  'notification.created': describeEvent(
    'Members are told that a lead needs one of them.',
    { notificationId: id, memberIds: z.array(id) },
    { notificationId: exampleId(11), memberIds: [exampleId(4)] },
  ),
  'notification.failed': describeEvent(
    'Some of the members who were to be told that a lead needs one of them could not be: `memberIds`.',
    { notificationId: id, memberIds: z.array(id) },
    { notificationId: exampleId(11), memberIds: [exampleId(4)] },
  ),
  'automation.fired': describeEvent('An automation did for a lead what it is for.', firing, firingExample('done')),
  'automation.failed': describeEvent(
    'An automation could not do for a lead what it is for, or nobody knows whether it did.',
    firing,
    firingExample('failed'),
  ),
  'tag.created': describeEvent('A tag was made.', { tagId: id }, { tagId: exampleId(12) }),
  'workflow.applied': describeEvent(
    'A workflow was made or changed.',
    { ...workflow, version: z.int(), change: text },
    { ...workflowExample, version: 2, change: 'new_version' },
  ),
  'workflow.paused': describeEvent('A workflow was paused: its agent is silent.', workflow, workflowExample),
  'workflow.resumed': describeEvent('A paused workflow goes on.', workflow, workflowExample),
  'workspace.stopped': describeEvent('All agents of the workspace were silenced.', {}, {}),
  'workspace.started': describeEvent('The agents of the workspace may speak again.', {}, {}),
  'webhook_endpoint.disabled': describeEvent(
    'A webhook endpoint was disabled, as it failed for days or asked for it.',
    { webhookEndpointId: id, reason },
    { webhookEndpointId: exampleId(13), reason: 'failed for 5 days' },
  ),
};
