import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, openChat, type TestTenant } from '../../../test/api.ts';
import { type Behaviour, type MisbehavingLlm, startLlm } from '../../../test/misbehaving-llm.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { createContext } from '../../context.ts';
import { transaction } from '../../db/database.ts';
import { startWorker } from '../../worker.ts';

const WORDS = 'Lovely, a balayage! Have you been with us before?';
const program = fileURLToPath(new URL('../../../test/worker-process.ts', import.meta.url));

let server: TestServer;
let llm: MisbehavingLlm;
let tenant: TestTenant;
/** How far the clock of what runs here was put forward. */
let aheadMs = 0;
const clock = { now: () => new Date(Date.now() + aheadMs) };
beforeAll(async () => {
  llm = await startLlm();
  server = await startTestServer({ worker: false, config: { outboundAllow: ['127.0.0.1'] }, clock });
  tenant = await addTenant(server, { shipped: ['salon-appointment'] });
  const body = { baseUrl: llm.url, model: 'small', timeoutMs: 5_000 };
  expect((await tenant.ask('PUT', '/v1/llm', { body })).statusCode).toBe(200);
});
afterAll(async () => {
  await server.stop();
  await llm.close();
});

function startProcess(): ChildProcess {
  return fork(program, [JSON.stringify(server.database.server), server.context.config.dataDir, String(aheadMs)]);
}

it('a process that is killed while a model thinks loses nothing, and the lead is answered once', async () => {
  const answers: Behaviour[] = [{ kind: 'hangs' }];
  llm.respond = () => answers.shift() ?? { kind: 'calls', input: { message: WORDS, asks: 'first_visit' } };
  const chat = await openChat(tenant);
  const child = startProcess();
  try {
    await chat.say({ text: 'I would love a balayage' });
    await chat.say({ text: 'it is for a wedding' });
    await expect.poll(() => llm.asked.length).toBe(1);
  } finally {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
  const waiting = () => transaction(tenant.ctx, ({ tx }) => tx`select kind from stimuli where dead_at is null`);
  expect(await waiting()).toHaveLength(2);
  const other = await createContext(server.context.config, server.database, clock);
  const worker = startWorker(other);
  try {
    // Its claim has not ended: nobody else takes it, nor what came after it. That the other looks is seen by what it does
    // for somebody who came later.
    const later = await openChat(await addTenant(server, { shipped: ['salon-appointment'] }));
    await later.talk('I would love a balayage', 10);
    expect([llm.asked.length, (await waiting()).length]).toEqual([1, 2]);
    aheadMs += 16_000;
    await expect.poll(waiting).toHaveLength(0);
    const said = (await chat.read('')).map(({ author, text }) => (author === 'agent' ? text : author));
    expect(said).toEqual(['lead', 'lead', expect.stringContaining(WORDS), WORDS]);
  } finally {
    await worker.stop();
    await other.close();
  }
});

it('what two processes do together answers each message once', async () => {
  llm.respond = () => ({ kind: 'calls', input: { message: WORDS, asks: 'first_visit' } });
  const contexts = await Promise.all([1, 2].map(() => createContext(server.context.config, server.database, clock)));
  const workers = contexts.map((context) => startWorker(context));
  try {
    const chats = await Promise.all(Array.from({ length: 12 }, () => openChat(tenant)));
    // Each has been greeted.
    await Promise.all(chats.map((chat) => chat.read('wait=10')));
    llm.asked.length = 0;
    const words = await Promise.all(chats.map((chat) => chat.talk('I would love a balayage', 10)));
    expect(words).toEqual(chats.map(() => WORDS));
    expect(llm.asked).toHaveLength(chats.length);
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
    await Promise.all(contexts.map((context) => context.close()));
  }
});
