import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, openChat, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

type Chat = Awaited<ReturnType<typeof openChat>>;

let server: TestServer;
let tenants: { readonly tenant: TestTenant; readonly chats: readonly Chat[] }[];
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenants = [];
  for (let index = 0; index < 4; index += 1) {
    const tenant = await addTenant(server);
    const chats = await Promise.all([openChat(tenant, { text: 'one' }), openChat(tenant, { text: 'two' })]);
    tenants.push({ tenant, chats });
  }
});
afterAll(() => server.stop());

it('gives each of many visitors at once what was said in their own chat since, and nobody else’s', async () => {
  const said = async ({ chats }: (typeof tenants)[number], place: number) => {
    const chat = chats[place];
    await chat?.say({ text: `from ${chat.conversationId}` });
  };
  await Promise.all(tenants.flatMap((one) => [said(one, 0), said(one, 1)]));
  const all = tenants.flatMap(({ chats }) =>
    chats.map((chat, place) => ({ chat, first: place === 0 ? 'one' : 'two' })),
  );
  const seen = await Promise.all(
    all.flatMap(({ chat }) => [chat.read(''), chat.read('after=1'), chat.read('after=2')]),
  );
  const texts = seen.map((messages) => messages.map(({ text }: { text: string }) => text));
  expect(texts).toEqual(
    all.flatMap(({ chat, first }) => {
      const own = `from ${chat.conversationId}`;
      return [[first, own], [own], []];
    }),
  );
});

it('is a 404 for the chat of a lead that is gone, and the others hear nothing of it', async () => {
  const [{ tenant, chats } = { tenant: undefined, chats: [] }] = tenants;
  const [gone, other] = chats;
  const { id } = (await gone?.lead()) ?? {};
  expect((await tenant?.ask('DELETE', `/v1/leads/${id}`))?.statusCode).toBeLessThan(300);
  const ask = (chat: Chat | undefined) => tenant?.ask('GET', chat?.url ?? '', { key: chat?.token ?? '' });
  const answers = await Promise.all([ask(gone), ask(other), ask(gone)]);
  expect(answers.map((answer) => answer?.statusCode)).toEqual([404, 200, 404]);
});

it('is held by row-level security where the statement is wrong: no pair reads under another’s workspace', async () => {
  const [own, other] = tenants;
  const workspaceId = own?.tenant.ctx.workspace.id ?? '';
  const ids = [other?.chats[0]?.conversationId ?? '', own?.chats[1]?.conversationId ?? ''];
  const rows = await server.context.db.sql`
    select distinct place from read_chats(${[workspaceId, workspaceId]}::uuid[], ${ids}::uuid[], '{0,0}', 100)`;
  expect([...rows]).toEqual([{ place: 2 }]);
  expect([...(await server.context.db.sql`select id from messages`)]).toEqual([]);
});
