import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, type TestTenant } from './api.ts';
import { startTestServer, type TestServer } from './server.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer();
  tenant = await addTenant(server, { shipped: ['salon-appointment'] });
});
afterAll(() => server.stop());

it.each([
  ['deleted', 'DELETE', ''],
  ['erased', 'POST', '/erase'],
] as const)(
  'a lead that is %s while its chat goes on costs the visitor a 404 and nobody an error',
  async (_how, method, path) => {
    for (let round = 0; round < 8; round++) {
      const body = { workspace: tenant.slug };
      const started = (await tenant.ask('POST', '/v1/chat/conversations', { body, key: '' })).json();
      const address = `/v1/chat/conversations/${started.conversationId}/messages`;
      const { leadId } = (await tenant.ask('GET', `/v1/conversations/${started.conversationId}`)).json();
      const say = (text: string) => tenant.ask('POST', address, { body: { text }, key: started.token });
      const said = ['a trim', 'friday', 'no', 'ana', 'hello'].map(say);
      const gone = tenant.ask(method, `/v1/leads/${leadId}${path}`);
      const later = ['so', 'what'].map(say);
      expect((await gone).statusCode).toBe(204);
      for (const { statusCode } of await Promise.all([...said, ...later]))
        expect([202, 401, 404]).toContain(statusCode);
    }
  },
);
