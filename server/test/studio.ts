import { expect } from 'vitest';
import type { Message } from '../src/modules/conversations/index.ts';
import { createKey } from '../src/modules/keys/index.ts';
import type { Lead } from '../src/modules/leads/index.ts';
import { createWorkspace, systemCtx } from '../src/modules/workspaces/index.ts';
import { type HttpVisitor, visit } from './http-visitor.ts';
import { startTestServer } from './server.ts';
import { shippedWorkflow } from './shipped-workflow.ts';

/** A Monday in spring, ten in the morning in New York; the salon is closed on Mondays. */
const NOW = Date.parse('2027-03-01T15:00:00Z');

/** A workspace with the shipped workflows behind a running server, where it is always the same Monday. */
export interface Studio {
  /** Talks through a script over HTTP; what an integrator then reads of the lead. */
  talk(workflow: string, script: readonly string[]): Promise<{ visitor: HttpVisitor; lead: TalkedLead }>;
  close(): Promise<void>;
}

type TalkedLead = Lead & { readonly actions: readonly { type: string }[]; readonly messages: readonly Message[] };

/** Opens a studio in a country, with its time zone; in New York unless said otherwise. */
export async function openStudio(place: { country?: string; timeZone?: string } = {}): Promise<Studio> {
  const started = Date.now();
  const server = await startTestServer({ clock: { now: () => new Date(NOW + Date.now() - started) } });
  const names = ['salon-appointment', 'property-viewing', 'business-loan-documents'];
  const workflows = await Promise.all(names.map(shippedWorkflow));
  const input = { slug: 'studio', name: 'Studio', timeZone: 'America/New_York', ...place, workflows };
  const workspace = await createWorkspace(server.context, input);
  const ctx = systemCtx(server.context, workspace);
  const { secret } = await createKey(ctx, { name: 'reader', dialect: 'native', limitPerMinute: 10_000 });
  const get = async <T>(path: string): Promise<T> => {
    const response = await fetch(server.url + path, { headers: { authorization: `Bearer ${secret}` } });
    expect(response.status).toBe(200);
    return response.json() as Promise<T>;
  };
  const read = async ({ conversationId }: HttpVisitor): Promise<TalkedLead> => {
    const { leadId } = await get<{ leadId: string }>(`/v1/conversations/${conversationId}`);
    const { data: actions } = await get<{ data: { type: string }[] }>(`/v1/leads/${leadId}/actions?limit=100`);
    const { data: messages } = await get<{ data: Message[] }>(`/v1/conversations/${conversationId}/messages`);
    return { ...(await get<Lead>(`/v1/leads/${leadId}`)), actions, messages };
  };
  return {
    talk: async (workflow, script) => {
      const visitor = await visit(server.url, { workspace: 'studio', workflow });
      for (const line of script) await visitor.say(line);
      return { visitor, lead: await read(visitor) };
    },
    close: () => server.stop(),
  };
}
