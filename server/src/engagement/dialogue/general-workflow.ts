import { type WorkflowDefinition, workflowSchema } from '../workflow/definition.ts';

/** What the agent goes by where a workspace has no workflow: who writes, what for, and how to get back to them. */
export const generalWorkflow: WorkflowDefinition = workflowSchema.parse({
  key: 'general',
  name: 'General',
  goal: 'qualification',
  agent: { name: 'Alex', role: 'the assistant' },
  fields: [
    { key: 'goal', label: 'Request', type: 'text', ask: 'What can we do for you?', leadProperty: 'goal' },
    { key: 'name', label: 'Name', type: 'name', ask: 'What is your name?', leadProperty: 'name' },
    {
      key: 'email',
      label: 'E-mail',
      type: 'email',
      ask: 'What e-mail address can we answer to?',
      leadProperty: 'email',
    },
    {
      key: 'phone',
      label: 'Phone',
      type: 'phone',
      ask: 'What is your phone number?',
      required: false,
      leadProperty: 'phone',
    },
  ],
  statuses: [{ key: 'new', label: 'New', category: 'active', flags: ['initial'] }],
});
