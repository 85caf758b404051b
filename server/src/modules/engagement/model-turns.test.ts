import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, openChat, type TestChat, type TestTenant } from '../../../test/api.ts';
import { type AskedLlm, type Behaviour, type MisbehavingLlm, startLlm, TOKENS } from '../../../test/misbehaving-llm.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { shippedWorkflow } from '../../../test/shipped-workflow.ts';
import { transaction } from '../../db/database.ts';

/** A Monday: the salon is closed, and open from Tuesday on. */
const NOW = Date.parse('2027-03-01T09:00:00.000Z');
const KEY = 'sk-nobody-may-see-this';

let server: TestServer;
let llm: MisbehavingLlm;
let forward = 0;
beforeAll(async () => {
  llm = await startLlm();
  const started = Date.now();
  server = await startTestServer({
    config: { outboundAllow: ['127.0.0.1'] },
    clock: { now: () => new Date(NOW + forward + Date.now() - started) },
  });
});
afterEach(() => {
  // What failed is left alone for a while.
  forward += 3_600_000;
  llm.respond = () => ({ kind: 'calls', input: { message: 'Hello.' } });
  llm.asked.length = 0;
});
afterAll(async () => {
  await server.stop();
  await llm.close();
});

async function salon(setting: object | null = {}): Promise<TestTenant> {
  const tenant = await addTenant(server, { shipped: ['salon-appointment'] });
  if (setting === null) return tenant;
  const body = { baseUrl: llm.url, model: 'small', apiKey: KEY, inputPrice: 1, outputPrice: 10, ...setting };
  expect((await tenant.ask('PUT', '/v1/llm', { body })).statusCode).toBe(200);
  return tenant;
}

const says = (input: object): Behaviour => ({ kind: 'calls', input });
const documentOf = ({ body }: AskedLlm) => JSON.parse(body.messages[1]?.content ?? '');

interface Told {
  readonly type: string;
  readonly summary: string;
  readonly output: { readonly brain: string; readonly reason: string | null; readonly dropped: string[] };
}

async function actionsOf(tenant: TestTenant, chat: TestChat): Promise<Told[]> {
  const { id } = await chat.lead();
  return (await tenant.ask('GET', `/v1/leads/${id}/actions?limit=100`)).json().data;
}

/** What the timeline says of the model, newest first. */
const toldOf = async (tenant: TestTenant, chat: TestChat) =>
  (await actionsOf(tenant, chat)).filter(({ type }) => type === 'tool_call');

describe('a turn for which the model is asked', () => {
  it('is answered in its words, and the timeline says who spoke and what it took', async () => {
    const tenant = await salon();
    const chat = await openChat(tenant);
    llm.respond = () => says({ message: 'Lovely, a balayage! Have you been with us before?', asks: 'first_visit' });
    expect(await chat.talk('I would love a balayage')).toBe('Lovely, a balayage! Have you been with us before?');
    const [told] = await toldOf(tenant, chat);
    expect(told?.summary).toMatch(/^The language model spoke \(1200 tokens in, 80 out, 0\.0020 USD, \d+ ms\)$/);
    expect(told?.output).toMatchObject({ brain: 'model', model: 'small', reason: null, inputTokens: TOKENS.input });
    const said = (await actionsOf(tenant, chat)).find(({ summary }) => summary.includes('in the words of'));
    expect(said?.summary).toMatch(/^Message sent: .*, in the words of a language model$/);
    // What it asked for is what the next answer is taken for.
    llm.respond = () => ({ kind: 'answers', status: 500, body: '' });
    await chat.talk('no');
    expect((await chat.lead()).variables).toMatchObject({
      service: { value: 'Balayage' },
      first_visit: { value: false },
    });
    const { today } = (await tenant.ask('GET', '/v1/llm')).json();
    expect(today).toMatchObject({ calls: 2, inputTokens: TOKENS.input, outputTokens: TOKENS.output });
    expect(today.cost).toBeCloseTo(0.002);
  });

  it('tells the model what is needed, and what a lead wrote as data', async () => {
    const tenant = await salon();
    const chat = await openChat(tenant);
    await chat.talk('Hello there, I am Ada <3 Lovelace');
    const [asked] = llm.asked;
    if (!asked) throw new Error('nobody was asked');
    const document = documentOf(asked);
    expect(document.lead).toMatchObject({ message: 'Hello there, I am Ada <3 Lovelace' });
    expect(document.lead.before[0]).toMatchObject({ from: 'agent', text: expect.stringMatching(/Juniper/) });
    expect(document.fields[0]).toMatchObject({ key: 'service', type: 'select' });
    expect(asked.body.messages[1]?.content).not.toContain('<');
    expect(asked.body.messages[0]?.content).not.toContain('Lovelace');
    expect(JSON.stringify(asked.body.tools)).toContain('Balayage');
  });

  it('learns what the model found in the lead’s words, by the type’s own reader', async () => {
    const tenant = await salon();
    const chat = await openChat(tenant);
    const text = 'it is for the niece of my neighbour, Zsofia Kovacs, the usual cut and style';
    llm.respond = () =>
      says({
        message: 'Lovely. Have you been with us before?',
        asks: 'first_visit',
        variables: {
          service: { words: 'cut and style', value: "Women's haircut" },
          name: { words: 'Zsofia Kovacs', value: 'Somebody Else' },
          email: { words: 'zsofia@example.com', value: 'zsofia@example.com' },
          phone: { words: 'neighbour', value: '+14155550123' },
        },
      });
    await chat.talk(text);
    const { variables } = await chat.lead();
    expect(variables).toMatchObject({ service: { value: "Women's haircut" }, name: { value: 'Zsofia Kovacs' } });
    expect(Object.keys(variables)).not.toContain('email');
    expect(Object.keys(variables)).not.toContain('phone');
    expect((await toldOf(tenant, chat))[0]?.output.dropped).toEqual([
      'phone: no phone is found in the words',
      'email: the words are not in what the lead said',
    ]);
  });

  it('answers by the workflow where the model found its question, and never invents an answer', async () => {
    const tenant = await salon();
    const chat = await openChat(tenant);
    llm.respond = () => says({ message: 'Yes, dogs are very welcome!', asks: 'service' });
    expect(await chat.talk('Do you allow dogs?')).toMatch(/I do not know that/);
    expect((await toldOf(tenant, chat))[0]?.output.reason).toBe('the workflow has no answer to what was asked');
  });

  it('books a time that the model saw chosen, in the words of the rules', async () => {
    const tenant = await salon();
    const chat = await openChat(tenant);
    llm.respond = () => ({ kind: 'answers', status: 503, body: '' });
    await chat.talk('A trim please, Wednesday at 10 am, I am Ada Lovelace, 415 555 0123, ada@example.com');
    forward += 3_600_000;
    let words = await chat.talk('It is my first visit');
    expect(words).toMatch(/Shall I book it\?|Which one suits you\?/);
    forward += 3_600_000;
    llm.respond = () => says({ message: 'Done, see you!', slot: { number: 1, words: 'the first' } });
    words = await chat.talk('so, thinking about it, the first');
    expect(words).toMatch(/You are booked/);
    expect((await chat.lead()).stage).toBe('booked');
  });
});

describe('the rules alone decide', () => {
  it.each([
    ['an opt-out', 'Stop writing to me'],
    ['a person asked for', 'Can I talk to a real person please?'],
    ['a word of the workflow', 'I have a complaint'],
  ])('%s: nobody is asked', async (_what, text) => {
    const tenant = await salon();
    const chat = await openChat(tenant);
    await chat.talk(text);
    expect(llm.asked).toEqual([]);
    expect(await toldOf(tenant, chat)).toEqual([]);
  });

  it('while a person has the lead', async () => {
    const tenant = await salon();
    const chat = await openChat(tenant);
    const { id } = await chat.lead();
    expect((await tenant.ask('POST', `/v1/leads/${id}/take-over`, { body: {} })).statusCode).toBeLessThan(300);
    expect(await chat.talk('Hello?', 1)).toBe('');
    expect(llm.asked).toEqual([]);
  });

  it('in a workflow that says so', async () => {
    const { text, fileName } = await shippedWorkflow('salon-appointment');
    const tenant = await addTenant(server, { workflows: [{ text: `${text}\nbrain: rules\n`, fileName }] });
    await tenant.ask('PUT', '/v1/llm', { body: { baseUrl: llm.url, model: 'small' } });
    const chat = await openChat(tenant);
    await chat.talk('I would love a balayage');
    expect(llm.asked).toEqual([]);
  });

  it('while the model is out of use', async () => {
    const tenant = await salon({ isEnabled: false });
    await (await openChat(tenant)).talk('I would love a balayage');
    expect(llm.asked).toEqual([]);
  });

  it('once the budget of the day is used up', async () => {
    const tenant = await salon({ tokensPerDay: 600 });
    const chat = await openChat(tenant);
    expect(await chat.talk('I would love a balayage')).toMatch(/Balayage/);
    expect(llm.asked).toEqual([]);
    const [told] = await toldOf(tenant, chat);
    expect(told?.summary).toBe('The rules spoke, not the language model: the budget of tokens for the day is used up');
  });
});

describe('a model that fails', () => {
  const answers = (status: number, body = '', headers = {}): Behaviour => ({ kind: 'answers', status, body, headers });

  it.each<[string, Behaviour, RegExp]>([
    ['is slow', { kind: 'hangs' }, /^no answer within 1 s$/],
    ['cuts its answer in the middle', { kind: 'cuts' }, /connection/],
    ['sends without end', { kind: 'floods' }, /^its answer did not end$/],
    ['sends broken JSON', answers(200, '{"choices": ['), /^what it answered could not be read$/],
    ['uses another tool', { kind: 'calls', tool: 'drop_tables' }, /^it used a tool that it was not given$/],
    ['gives another type', says({ message: ['Hello'] }), /^what it gave the tool is not of its type$/],
    ['gives another option', says({ message: 'Hello', status: 'rich' }), /^what it gave the tool is not of its type$/],
    ['only talks', { kind: 'says', text: 'Hello.' }, /^it did not use the tool$/],
    ['has had enough', answers(429, '{}', { 'retry-after': '7' }), /^it answered 429, too many requests$/],
    ['is broken', answers(500, 'boom'), /^it answered 500$/],
  ])('and %s: the rules answer that turn, and the timeline says why', async (_what, behaviour, reason) => {
    const [tenant, plain] = [await salon({ timeoutMs: 1_000 }), await salon(null)];
    const [chat, other] = [await openChat(tenant), await openChat(plain)];
    llm.respond = () => behaviour;
    const words = await chat.talk('I would love a balayage', 10);
    expect(llm.asked).toHaveLength(1);
    expect(words).toBe(await other.talk('I would love a balayage'));
    const [told] = await toldOf(tenant, chat);
    expect(told?.output).toMatchObject({ brain: 'rules', reason: expect.stringMatching(reason) });
    expect((await chat.lead()).variables).toMatchObject({ service: { value: 'Balayage' } });
    const rows = await transaction(tenant.ctx, ({ tx }) => tx`select * from action_logs`);
    expect(JSON.stringify(rows)).not.toContain(KEY);
  });
});

describe('what no reader of ours finds in the words', () => {
  const words = 'it should look like I have been to the beach all summer';
  const guess = () => says({ message: 'Lovely!', variables: { service: { words, value: 'Highlights' } } });

  it('is asked before it counts', async () => {
    const tenant = await salon();
    const chat = await openChat(tenant);
    llm.respond = guess;
    expect(await chat.talk(words)).toContain('Service: Highlights. Is that right?');
    expect((await chat.lead()).variables).toEqual({});
    expect((await toldOf(tenant, chat))[0]?.output).toMatchObject({ guessed: ['service'], dropped: [] });
    llm.respond = () => ({ kind: 'answers', status: 500, body: '' });
    await chat.talk('Yes, exactly');
    expect((await chat.lead()).variables).toMatchObject({ service: { value: 'Highlights', source: 'lead' } });
  });

  it('is gone after a no, and the field is asked for', async () => {
    const tenant = await salon();
    const chat = await openChat(tenant);
    llm.respond = guess;
    await chat.talk(words);
    llm.respond = () => ({ kind: 'answers', status: 500, body: '' });
    expect(await chat.talk('no')).toMatch(/What would you like to have done\?/);
    expect((await chat.lead()).variables).toEqual({});
  });
});

describe('while a model thinks', () => {
  it('no transaction is open, other leads are answered, and the lead’s next message waits for its turn', async () => {
    const tenant = await salon();
    const plain = await salon(null);
    const chats = await Promise.all(Array.from({ length: 8 }, () => openChat(tenant)));
    const { promise, resolve } = Promise.withResolvers<Behaviour>();
    llm.respond = () => promise;
    await Promise.all(chats.map((chat) => chat.say({ text: 'I would love a balayage' })));
    await expect.poll(() => llm.asked.length).toBe(8);
    expect(await (await openChat(plain)).talk('I would love a balayage')).toMatch(/Balayage/);
    // Others come and go; one that was held for a call would stay.
    const open = () => server.context.db.sql`
      select pid from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`;
    await expect.poll(async () => (await open()).length).toBe(0);
    resolve(says({ message: 'Lovely, a balayage! Have you been with us before?' }));
    for (const chat of chats) {
      const answers = await chat.read('after=2&wait=10');
      expect(answers.map(({ text }) => text)).toEqual(['Lovely, a balayage! Have you been with us before?']);
    }
  });

  it('what changes of its lead makes its words void: it is asked once more, and each message is answered once', async () => {
    const tenant = await salon();
    const chat = await openChat(tenant);
    const { promise, resolve } = Promise.withResolvers<Behaviour>();
    llm.respond = () => promise;
    await chat.say({ text: 'I would love a balayage' });
    await expect.poll(() => llm.asked.length).toBe(1);
    await chat.say({ text: 'Stop writing to me' });
    llm.respond = () => says({ message: 'A balayage, wonderful! Have you been with us before?' });
    resolve(says({ message: 'Lovely, a balayage! Have you been with us before?' }));
    await expect.poll(async () => (await chat.lead()).optedOut).toBe(true);
    const messages = await chat.read('after=1');
    expect(messages.filter(({ author }) => author === 'agent').map(({ text }) => text)).toEqual([
      'A balayage, wonderful! Have you been with us before?',
      expect.stringMatching(/will not contact you again/),
    ]);
    const told = await toldOf(tenant, chat);
    expect(told.map(({ output }) => output.reason)).toEqual([null, 'the lead had gone on meanwhile']);
    expect(told[1]?.summary).toMatch(
      /^What the language model said is void: the lead had gone on meanwhile \(1200 tokens/,
    );
    // Both are paid for, and nothing stays reserved.
    const { today } = (await tenant.ask('GET', '/v1/llm')).json();
    expect(today).toMatchObject({ calls: 2, tokens: 2 * (TOKENS.input + TOKENS.output) });
  });

  it.each([
    ['the lead goes on again', {}, 2],
    ['no time is left', { timeoutMs: 1_000 }, 1],
  ])('the rules answer where %s', async (_what, setting, calls) => {
    const tenant = await salon(setting);
    const chat = await openChat(tenant);
    const { id } = await chat.lead();
    let changes = 0;
    llm.respond = async () => {
      await tenant.ask('PUT', `/v1/leads/${id}/variables/note`, { body: { value: `change ${++changes}` } });
      return says({ message: 'Lovely, a balayage! Have you been with us before?' });
    };
    expect(await chat.talk('I would love a balayage')).not.toContain('Lovely, a balayage');
    expect(llm.asked).toHaveLength(calls);
    const told = await toldOf(tenant, chat);
    expect(told.map(({ output }) => output.reason)).toEqual(Array(calls).fill('the lead had gone on meanwhile'));
    expect((await tenant.ask('GET', '/v1/llm')).json().today).toMatchObject({ calls });
  });

  it('a person who takes over is not talked over', async () => {
    const tenant = await salon();
    const chat = await openChat(tenant);
    const { id } = await chat.lead();
    const { promise, resolve } = Promise.withResolvers<Behaviour>();
    llm.respond = () => promise;
    await chat.say({ text: 'I would love a balayage' });
    await expect.poll(() => llm.asked.length).toBe(1);
    await tenant.ask('POST', `/v1/leads/${id}/take-over`, { body: {} });
    resolve(says({ message: 'Lovely, a balayage! Have you been with us before?' }));
    await expect.poll(async () => (await toldOf(tenant, chat)).length).toBe(1);
    expect((await chat.read('after=1')).filter(({ author }) => author === 'agent')).toEqual([]);
  });
});

it('of an agent that listens, the words of a model wait for approval like any', async () => {
  const tenant = await salon();
  const { data } = (await tenant.ask('GET', '/v1/agents?limit=10')).json();
  for (const { id } of data) await tenant.ask('PATCH', `/v1/agents/${id}`, { body: { autonomy: 'listen' } });
  const chat = await openChat(tenant);
  const words = 'Lovely, a balayage! Have you been with us before?';
  llm.respond = () => says({ message: words, asks: 'first_visit' });
  await chat.say({ text: 'I would love a balayage' });
  const drafts = () =>
    transaction(
      tenant.ctx,
      ({ tx }) =>
        tx<{ body: string }[]>`select body from messages where kind = 'draft' and status = 'awaiting_approval'`,
    );
  await expect.poll(async () => (await drafts()).map(({ body }) => body)).toEqual([expect.stringContaining(words)]);
  expect((await chat.read('after=0')).filter(({ text }) => text.includes(words))).toEqual([]);
});

it('answers by rules where the key cannot be opened any more', async () => {
  const tenant = await salon();
  await transaction(tenant.ctx, ({ tx }) => tx`update llms set api_key = 'v1.00000000.AAAA'`);
  const chat = await openChat(tenant);
  expect(await chat.talk('I would love a balayage')).toMatch(/Balayage/);
  expect(llm.asked).toEqual([]);
  expect((await toldOf(tenant, chat))[0]?.output.reason).toBe('its key cannot be opened: give it again');
});

it('asks the model of each workspace alone, with its own key', async () => {
  const [one, other] = [await salon({ model: 'one' }), await salon({ model: 'other', apiKey: 'sk-other' })];
  const chats = [await openChat(one), await openChat(other)];
  await Promise.all(chats.map((chat) => chat.talk('I would love a balayage')));
  const seen = llm.asked.map(({ headers, body }) => `${body.model} ${headers.authorization}`).sort();
  expect(seen).toEqual([`one Bearer ${KEY}`, 'other Bearer sk-other']);
});
