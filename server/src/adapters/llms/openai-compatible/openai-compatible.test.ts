import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Behaviour, type MisbehavingLlm, startLlm, TOKENS } from '../../../../test/misbehaving-llm.ts';
import type { Llm, LlmQuestion } from '../../../kernel/llm.ts';
import { createGuardedOutbound } from '../../outbound/guarded/guarded-outbound.ts';
import { createOpenAiCompatible } from './openai-compatible.ts';

let now = new Date('2027-03-01T08:00:00Z');
let server: MisbehavingLlm;
const outbound = createGuardedOutbound({ allow: ['127.0.0.1'] });
let llm: Llm;
let question: LlmQuestion;
beforeAll(async () => {
  server = await startLlm();
});
beforeEach(() => {
  llm = createOpenAiCompatible(outbound, { now: () => now });
  question = {
    endpoint: { baseUrl: server.url, model: 'small', apiKey: 'sk-very-secret' },
    asker: 'workspace',
    isTrial: false,
    timeoutMs: 3_000,
    instructions: 'Be kind.',
    prompt: 'Hello?',
    tool: { name: 'take_turn', description: 'Your turn.', input: z.object({ message: z.string() }) },
  };
});
afterEach(() => {
  server.respond = () => ({ kind: 'calls', input: { message: 'Hello.' } });
  server.asked.length = 0;
});
afterAll(async () => {
  outbound.close();
  await server.close();
});

it('asks by the API of chat completions and gives what the tool was called with', async () => {
  expect(await llm.ask(question)).toEqual({
    outcome: 'answered',
    input: { message: 'Hello.' },
    tokens: TOKENS,
    durationMs: expect.any(Number),
  });
  const [asked] = server.asked;
  expect(asked?.headers.authorization).toBe('Bearer sk-very-secret');
  expect(asked?.body).toMatchObject({
    model: 'small',
    messages: [
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: 'Hello?' },
    ],
    tools: [{ function: { name: 'take_turn' } }],
  });
});

it('sends no credential where the endpoint wants none', async () => {
  await llm.ask({ ...question, endpoint: { ...question.endpoint, apiKey: null } });
  expect(server.asked[0]?.headers.authorization).toBeUndefined();
});

const answers = (status: number, body: string, headers = {}): Behaviour => ({ kind: 'answers', status, body, headers });

describe('an endpoint that misbehaves is an answer with a reason', () => {
  it.each<[string, Behaviour, string | RegExp]>([
    ['is slow', { kind: 'hangs' }, 'no answer within 0.5 s'],
    ['cuts its answer', { kind: 'cuts' }, /connection/],
    ['does not end', { kind: 'floods' }, 'its answer did not end'],
    ['sends broken JSON', answers(200, '{"choices": ['), 'what it answered could not be read'],
    ['sends a page', answers(200, '<html>'), 'what it answered could not be read'],
    ['sends nothing', answers(200, ''), 'what it answered could not be read'],
    ['sends another thing', answers(200, '{"choices":[]}'), 'what it answered could not be read'],
    ['fails', answers(500, 'boom'), 'it answered 500'],
    ['moved', answers(302, '', { location: 'https://example.com' }), 'it answered 302'],
    ['wants another key', answers(401, '{"error":{"message":"bad key sk-very-secret"}}'), 'it answered 401'],
    ['uses another tool', { kind: 'calls', tool: 'delete_all' }, 'it used a tool that it was not given'],
    ['gives another type', { kind: 'calls', input: { message: 7 } }, 'what it gave the tool is not of its type'],
    ['gives no JSON', { kind: 'calls', raw: '{"message":' }, 'what it gave the tool is not of its type'],
    ['talks', { kind: 'says', text: '{"message":"Hello."}' }, 'it did not use the tool'],
  ])('where it %s', async (_what, behaviour, reason) => {
    server.respond = () => behaviour;
    const answer = await llm.ask({ ...question, timeoutMs: behaviour.kind === 'hangs' ? 500 : 5_000 });
    expect(answer).toMatchObject({ outcome: 'failed' });
    if (answer.outcome !== 'failed') return;
    if (typeof reason === 'string') expect(answer.reason).toBe(reason);
    else expect(answer.reason).toMatch(reason);
    expect(JSON.stringify(answer)).not.toContain('sk-very-secret');
  });

  it('where nobody is there, and then nothing was charged', async () => {
    const endpoint = { ...question.endpoint, baseUrl: 'http://127.0.0.1:9/v1' };
    expect(await llm.ask({ ...question, endpoint })).toMatchObject({ outcome: 'failed', isFree: true });
  });

  it('where the admin has not allowed its network', async () => {
    const strict = createOpenAiCompatible(createGuardedOutbound({ allow: [] }), { now: () => now });
    expect(await strict.ask(question)).toMatchObject({
      reason: expect.stringMatching(/OUTBOUND_ALLOW/),
      isFree: true,
    });
    expect(server.asked).toEqual([]);
  });
});

describe('an endpoint is left alone', () => {
  const rests = { reason: 'it is left alone for a while after what it answered before', isFree: true };

  it('for as long as it asks with a 429, by that workspace alone', async () => {
    server.respond = () => answers(429, '{}', { 'retry-after': '30' });
    expect(await llm.ask(question)).toMatchObject({ reason: 'it answered 429, too many requests', isFree: true });
    server.respond = () => ({ kind: 'calls', input: { message: 'Hello.' } });
    expect(await llm.ask(question)).toMatchObject(rests);
    expect(await llm.ask({ ...question, asker: 'other' })).toMatchObject({ outcome: 'answered' });
    now = new Date(now.getTime() + 30_001);
    expect(await llm.ask(question)).toMatchObject({ outcome: 'answered' });
  });

  it('whatever its answers to calls that were under way say', async () => {
    const behaviours = [0, 1].map(() => Promise.withResolvers<Behaviour>());
    const answersTo = [...behaviours];
    server.respond = () => answersTo.shift()?.promise ?? { kind: 'calls', input: { message: 'Hello.' } };
    const calls = behaviours.map(() => llm.ask(question));
    await expect.poll(() => server.asked.length).toBe(2);
    const first = Promise.race(calls);
    behaviours[0]?.resolve(answers(429, '{}', { 'retry-after': '30' }));
    await first;
    behaviours[1]?.resolve({ kind: 'calls', input: { message: 'Hello.' } });
    await Promise.all(calls);
    expect(await llm.ask(question)).toMatchObject(rests);
    now = new Date(now.getTime() + 30_001);
    expect(await llm.ask(question)).toMatchObject({ outcome: 'answered' });
  });

  it('for a minute after three failures in a row', async () => {
    server.respond = () => answers(500, '');
    await llm.ask(question);
    await llm.ask(question);
    server.respond = () => ({ kind: 'calls', input: { message: 'Hello.' } });
    expect(await llm.ask(question)).toMatchObject({ outcome: 'answered' });
    server.respond = () => answers(500, '');
    for (let time = 0; time < 3; time += 1) await llm.ask(question);
    server.respond = () => ({ kind: 'calls', input: { message: 'Hello.' } });
    expect(await llm.ask(question)).toMatchObject(rests);
    expect(server.asked).toHaveLength(6);
    expect(await llm.ask({ ...question, isTrial: true })).toMatchObject({ outcome: 'answered' });
    now = new Date(now.getTime() + 60_001);
    server.respond = () => ({ kind: 'calls', input: { message: 'Hello.' } });
    expect(await llm.ask(question)).toMatchObject({ outcome: 'answered' });
  });

  it.each([false, true])('while sixteen calls of the workspace are under way, be they trials: %s', async (isTrial) => {
    const { promise, resolve } = Promise.withResolvers<Behaviour>();
    server.respond = () => promise;
    const calls = Array.from({ length: 16 }, () => llm.ask({ ...question, isTrial }));
    expect(await llm.ask({ ...question, isTrial })).toMatchObject({
      reason: 'too many calls are under way',
      isFree: true,
    });
    const other = llm.ask({ ...question, asker: 'other' });
    resolve({ kind: 'calls', input: { message: 'Hello.' } });
    for (const answer of await Promise.all([...calls, other])) expect(answer.outcome).toBe('answered');
  });
});
