import { expect, it } from 'vitest';
import type { WorkflowView } from '../../modules/workflows/index.ts';
import { fromCampaign, fromWorkflow } from './from-workflow.ts';

const at = '2026-02-10T12:00:00.500Z';

const view: WorkflowView = {
  id: 'w1',
  key: 'sales',
  name: 'Sales',
  description: null,
  goal: 'collection',
  version: 3,
  isDefault: true,
  isPaused: true,
  agent: { id: 'a1', name: 'Kim', role: 'the assistant' },
  createdAt: at,
  updatedAt: at,
  source: '',
  statuses: [
    { id: 's1', key: 'new', label: 'New', category: 'active', flags: ['initial', 'contacted'] },
    { id: 's2', key: 'later', label: 'Later', category: 'deferred', flags: ['pauses_agent'] },
    {
      id: 's3',
      key: 'booked',
      label: 'Booked',
      category: 'won',
      flags: ['terminal', 'booking_target', 'qualified', 'engaged'],
    },
  ],
  definition: {
    statuses: [
      { key: 'new', timeout: { after: 2, unit: 'days', to: 'later' } },
      { key: 'later' },
      { key: 'booked', gate: { requires: ['size'], autoEvaluate: false } },
    ],
    fields: [
      {
        key: 'size',
        label: 'Size',
        type: 'select',
        required: true,
        ask: 'Which?',
        options: [
          { value: 'small', synonyms: [] },
          { value: 'large', synonyms: [] },
        ],
        hints: ['size', 'how big'],
        synonyms: [],
        validation: { minLength: 1 },
        metadataKey: 'talla',
        description: 'Of the shirt.',
      },
      { key: 'who', label: 'Name', type: 'name', required: false, ask: 'Who?', options: [], hints: [], synonyms: [] },
    ],
  },
};

const noFlags = {
  is_initial: false,
  is_terminal: false,
  is_auto_contacted: false,
  is_auto_engaged: false,
  is_qualified: false,
  is_booking_target: false,
  pause_bot: false,
  futurology_queue: false,
};

it('shows a workflow with the statuses and fields of its newest version', () => {
  expect(fromWorkflow(view)).toStrictEqual({
    id: 'w1',
    name: 'Sales',
    description: null,
    goal_type: 'document_collection',
    is_paused: true,
    created_at: '2026-02-10T12:00:00Z',
    updated_at: '2026-02-10T12:00:00Z',
    statuses: [
      {
        ...{ id: 's1', key: 'new', label: 'New', category: 'active', sort_order: 0 },
        ...noFlags,
        is_initial: true,
        is_auto_contacted: true,
        required_field_keys: [],
        timeout_config: { timeout: 2, unit: 'days', target_status_key: 'later' },
      },
      {
        ...{ id: 's2', key: 'later', label: 'Later', category: 'deferred', sort_order: 1 },
        ...noFlags,
        pause_bot: true,
        futurology_queue: true,
        required_field_keys: [],
        timeout_config: null,
      },
      {
        ...{ id: 's3', key: 'booked', label: 'Booked', category: 'won', sort_order: 2 },
        ...noFlags,
        is_terminal: true,
        is_booking_target: true,
        is_qualified: true,
        is_auto_engaged: true,
        required_field_keys: ['size'],
        timeout_config: null,
      },
    ],
    fields: [
      {
        key: 'size',
        label: 'Size',
        description: 'Of the shirt.',
        type: 'select',
        required: true,
        options: ['small', 'large'],
        extraction_hints: 'size, how big',
        validation: { minLength: 1 },
        metadata_key: 'talla',
      },
      {
        key: 'who',
        label: 'Name',
        description: null,
        type: 'text',
        required: false,
        options: [],
        extraction_hints: null,
        validation: null,
        metadata_key: null,
      },
    ],
  });
});

it('shows a campaign with the workflow it is meant for', () => {
  const campaign = {
    id: 'c1',
    name: 'Q1',
    workflow: { id: 'w1', key: 'sales', name: 'Sales' },
    createdAt: at,
    updatedAt: at,
  };
  const times = { created_at: '2026-02-10T12:00:00Z', updated_at: '2026-02-10T12:00:00Z' };
  expect(fromCampaign(campaign)).toStrictEqual({ id: 'c1', name: 'Q1', workflow_id: 'w1', ...times });
  expect(fromCampaign({ ...campaign, workflow: null }).workflow_id).toBeNull();
});
