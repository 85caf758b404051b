import { expect } from 'vitest';
import { transaction } from '../src/db/database.ts';
import type { WorkflowFile } from '../src/modules/workflows/index.ts';
import type { TestTenant } from './api.ts';

/** A workflow that asks for a size, a number of rooms and a name, reads back and closes. */
export const questions: WorkflowFile = {
  fileName: 'questions.yaml',
  text: JSON.stringify({
    key: 'questions',
    name: 'Questions',
    goal: 'qualification',
    agent: { name: 'Kim', role: 'the assistant' },
    fields: [
      {
        key: 'size',
        label: 'Size',
        type: 'select',
        ask: 'Which size?',
        options: [{ value: 'small' }, { value: 'large' }],
      },
      { key: 'rooms', label: 'Rooms', type: 'integer', ask: 'How many rooms?' },
      { key: 'name', label: 'Name', type: 'name', ask: 'What is your name?' },
    ],
    statuses: [
      { key: 'new', label: 'New', category: 'active', flags: ['initial'] },
      { key: 'ready', label: 'Ready', category: 'won', flags: ['qualified', 'terminal'] },
      { key: 'lost', label: 'Lost', category: 'lost', flags: ['terminal'] },
    ],
    closing: 'That is all we need.',
  }),
};

/** Waits until the engine has handled all that stood in line. */
export async function settle({ ctx }: TestTenant): Promise<void> {
  const inLine = () => transaction(ctx, async ({ tx }) => (await tx`select id from stimuli`).length);
  await expect.poll(inLine, { timeout: 10_000 }).toBe(0);
}

/** What stands on a lead's timeline, newest first. */
export async function linesOf({ ask }: TestTenant, leadId: string): Promise<{ summary: string; status: string }[]> {
  return (await ask('GET', `/v1/leads/${leadId}/actions?limit=100`)).json().data;
}

/** What was said in a conversation, as `author: text`. */
export async function saidIn({ ask }: TestTenant, conversationId: string): Promise<string[]> {
  const { data } = (await ask('GET', `/v1/conversations/${conversationId}/messages`)).json();
  return data.map(({ author, text }: { author: string; text: string }) => `${author}: ${text}`);
}

/** A person of the workspace; returns the id. */
export async function addMember({ ask }: TestTenant, more: object = {}): Promise<string> {
  const email = `${crypto.randomUUID()}@example.com`;
  const made = await ask('POST', '/v1/members', { body: { name: 'Olga', email, role: 'operator', ...more } });
  if (made.statusCode !== 201) throw new Error(made.body);
  return made.json().id;
}
