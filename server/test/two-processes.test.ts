import { afterAll, beforeAll, expect, it } from 'vitest';
import { createContext } from '../src/context.ts';
import { lookUntil } from '../src/db/signals.ts';
import { createLead } from '../src/modules/leads/index.ts';
import { startWorker } from '../src/worker.ts';
import { addTenant, openChat, type TestTenant } from './api.ts';
import { startTestServer, type TestServer } from './server.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer();
  tenant = await addTenant(server);
});
afterAll(() => server.stop());

it("wakes who waits in another process when an event of its lead's was numbered", async () => {
  const other = await createContext(server.context.config, server.database);
  try {
    const { id } = await createLead(tenant.ctx, {});
    // Looks once, and again only when it is told to.
    let looks = 0;
    const patience = { timeoutMs: 8_000, abort: new AbortController().signal };
    const look = async () => ++looks;
    const began = performance.now();
    const waiting = lookUntil(other.db.signals, id, patience, look, (seen) => seen > 1);
    await tenant.ask('PATCH', `/v1/leads/${id}`, { body: { name: 'Ada' } });
    await waiting;
    expect(performance.now() - began).toBeLessThan(5_000);
  } finally {
    await other.close();
  }
});

it('lets several processes work off the inboxes together, each stimulus once', async () => {
  const other = await createContext(server.context.config, server.database);
  const worker = startWorker(other);
  try {
    const shipped = await addTenant(server, { shipped: ['salon-appointment'] });
    const chats = await Promise.all(Array.from({ length: 8 }, () => openChat(shipped)));
    const answers = await Promise.all(chats.map((chat) => chat.talk('a trim please')));
    expect(answers.filter((answer) => answer === '')).toEqual([]);
    for (const chat of chats) {
      const authors = (await chat.read('')).map(({ author }) => author);
      expect(authors).toEqual(['agent', 'lead', 'agent']);
    }
  } finally {
    await worker.stop();
    await other.close();
  }
});
