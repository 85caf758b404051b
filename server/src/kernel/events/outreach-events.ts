import { z } from 'zod';
import { describeEvent, exampleId, id, reason, text, time } from './describe-event.ts';

const campaign = { campaignId: id, state: text };
const campaignExample = (state: string) => ({ campaignId: exampleId(16), state });
const consent = { consentId: id, basis: text, channel: text.nullable() };
const consentExample = { consentId: exampleId(17), basis: 'form', channel: 'sms' };

/** How leads are reached: messages that wait, campaigns, and what they agreed to. */
export const outreachEvents = {
  'message.queued': describeEvent(
    'A message waits to leave over its channel.',
    { messageId: id, channel: text },
    { messageId: exampleId(7), channel: 'sms' },
  ),
  'message.refused': describeEvent(
    'A message was not sent, as the policy forbids it.',
    { messageId: id, channel: text, reason, isUnknown: z.boolean().optional() },
    { messageId: exampleId(7), channel: 'sms', reason: 'the lead has opted out' },
  ),
  'follow_up.scheduled': describeEvent(
    'A message will be sent at a time to come.',
    { messageId: id, sendAt: time },
    { messageId: exampleId(7), sendAt: '2026-12-03T09:00:00.000Z' },
  ),
  'follow_up.updated': describeEvent(
    'A message that is to come was changed.',
    { messageId: id, changed: z.array(text) },
    { messageId: exampleId(7), changed: ['sendAt'] },
  ),
  'follow_up.cancelled': describeEvent(
    'A message that was to come will not be sent.',
    { messageId: id },
    { messageId: exampleId(7) },
  ),
  'run.cadence_exhausted': describeEvent(
    'The attempts to reach a silent lead ended.',
    { runId: id, attempts: z.int(), reason },
    { runId: exampleId(3), attempts: 5, reason: 'all attempts were made' },
  ),
  'campaign.created': describeEvent(
    'A campaign was made.',
    { campaignId: id, name: text },
    { campaignId: exampleId(16), name: 'Spring' },
  ),
  'campaign.updated': describeEvent(
    'A campaign was changed.',
    { campaignId: id, changed: z.array(text) },
    { campaignId: exampleId(16), changed: ['name'] },
  ),
  'campaign.leads_added': describeEvent(
    'Leads were put into a campaign.',
    { campaignId: id, added: z.int() },
    { campaignId: exampleId(16), added: 120 },
  ),
  'campaign.started': describeEvent('A campaign began.', campaign, campaignExample('running')),
  'campaign.paused': describeEvent('A campaign was paused.', campaign, campaignExample('paused')),
  'campaign.resumed': describeEvent('A paused campaign goes on.', campaign, campaignExample('running')),
  'campaign.finished': describeEvent('All leads of a campaign were taken.', campaign, campaignExample('finished')),
  'campaign.cancelled': describeEvent('A campaign was cancelled.', campaign, campaignExample('cancelled')),
  'consent.given': describeEvent('A lead agreed to be contacted.', consent, consentExample),
  'consent.withdrawn': describeEvent('A consent was withdrawn.', consent, consentExample),
};
