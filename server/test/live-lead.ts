import { expect } from 'vitest';
import { transaction } from '../src/db/database.ts';
import type { SimulationStep } from '../src/engagement/simulation/input.ts';
import type { Lead } from '../src/modules/leads/index.ts';
import type { WorkflowFile } from '../src/modules/workflows/index.ts';
import { addTenant, openChat, type TestTenant } from './api.ts';
import { settled } from './pipeline.ts';
import type { TestServer } from './server.ts';

/** How a lead comes in, and how its agent works. */
export interface Chat {
  readonly autonomy: 'autopilot' | 'listen';
  readonly channel: 'web_chat' | 'api';
}

/** A lead in a workspace of its own, to which is done what a simulation is told. */
export interface LiveLead {
  readonly tenant: TestTenant;
  take(step: SimulationStep): Promise<void>;
  read(): Promise<Lead>;
  /** All that was said to it and by it on all channels, in its order. */
  said(): Promise<{ channel: string; author: string; text: string }[]>;
}

/** A server's clock that a test moves on. */
export interface MovedClock {
  readonly now: () => number;
  move(byMs: number): void;
}

export async function openLead(
  server: TestServer,
  clock: MovedClock,
  { workflow, timeZone, autonomy, channel }: Chat & { readonly workflow: WorkflowFile; readonly timeZone: string },
): Promise<LiveLead> {
  const tenant = await addTenant(server, { timeZone, workflows: [workflow] });
  for (const { id } of (await tenant.ask('GET', '/v1/agents')).json().data) {
    expect((await tenant.ask('PATCH', `/v1/agents/${id}`, { body: { autonomy } })).statusCode).toBe(200);
  }
  const chat = channel === 'web_chat' ? await openChat(tenant) : undefined;
  const { id } = chat ? await chat.lead() : (await tenant.ask('POST', '/v1/leads', { body: {} })).json();
  await settled(tenant);
  const post = async (path: string, body?: object) => {
    const { statusCode } = await tenant.ask('POST', path, { ...(body && { body }) });
    expect([200, 201, 202, 409]).toContain(statusCode);
  };
  const take = async (step: SimulationStep) => {
    if (step.do === 'wait') await pass(server, tenant, clock, clock.now() + step.forMs);
    else if (step.do === 'wait_until') await pass(server, tenant, clock, step.at.getTime());
    else if (step.do === 'lead_says') expect((await chat?.say({ text: step.text }))?.statusCode).toBe(202);
    else if (step.do === 'hand_back') await post(`/v1/leads/${id}/hand-back`);
    else if (step.do === 'person_says') {
      const conversationId = await talkingIn(tenant);
      await post(`/v1/conversations/${conversationId}/messages`, { text: step.text });
    } else {
      for (const draft of (await tenant.ask('GET', '/v1/drafts')).json().data)
        await post(`/v1/messages/${draft.id}/${step.do}`);
    }
    await settled(tenant);
  };
  return {
    tenant,
    take,
    read: async () => (await tenant.ask('GET', `/v1/leads/${id}`)).json(),
    said: () => saidTo(tenant),
  };
}

function saidTo({ ctx }: TestTenant): Promise<{ channel: string; author: string; text: string }[]> {
  return transaction(ctx, async ({ tx }) => [
    ...(await tx<{ channel: string; author: string; text: string }[]>`
      select channel, author, body as text from messages where kind = 'message' and seq > 0 order by id`),
  ]);
}

/** The conversation in which something was said last. */
function talkingIn({ ctx }: TestTenant): Promise<string> {
  return transaction(ctx, async ({ tx }) => {
    const [last] = await tx<{ conversationId: string }[]>`
      select conversation_id from messages where kind = 'message' and seq > 0 order by id desc limit 1`;
    return last?.conversationId ?? '';
  });
}

/** Lets time pass from timer to timer: each fires at its own time. */
async function pass(server: TestServer, tenant: TestTenant, clock: MovedClock, until: number): Promise<void> {
  for (;;) {
    const dueAt = await nextDue(tenant);
    const to = Math.max(clock.now(), Math.min(until, dueAt + 1));
    clock.move(to - clock.now());
    server.context.db.signals.send('timers');
    await settled(tenant);
    if (to >= until || dueAt > until) return;
  }
}

function nextDue({ ctx }: TestTenant): Promise<number> {
  return transaction(ctx, async ({ tx }) => {
    const [timer] = await tx<{ dueAt: Date | null }[]>`select min(due_at) as due_at from timers`;
    return timer?.dueAt?.getTime() ?? Number.POSITIVE_INFINITY;
  });
}
