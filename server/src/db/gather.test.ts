import { describe, expect, it } from 'vitest';
import { gather } from './gather.ts';

/** A statement that the test ends, and what went into each. */
function startRun() {
  const sent: { inputs: readonly number[]; end(error?: Error): void }[] = [];
  const run = (inputs: readonly number[]) =>
    new Promise<(string | undefined)[]>((resolve, reject) => {
      const end = (error?: Error) =>
        error ? reject(error) : resolve(inputs.map((one) => (one < 0 ? undefined : `found ${one}`)));
      sent.push({ inputs, end });
    });
  return { sent, run };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('sends those of one turn together, and those that come meanwhile in the next', async () => {
  const { sent, run } = startRun();
  const find = gather(run, { atOnce: 1, most: 3 });
  const first = [find(1), find(-2)];
  await turn();
  const later = [find(3), find(4), find(5), find(6)];
  await turn();
  expect(sent.map(({ inputs }) => inputs)).toEqual([[1, -2]]);
  sent[0]?.end();
  expect(await Promise.all(first)).toEqual(['found 1', undefined]);
  await turn();
  sent[1]?.end();
  await turn();
  sent[2]?.end();
  expect(await Promise.all(later)).toEqual(['found 3', 'found 4', 'found 5', 'found 6']);
  expect(sent.map(({ inputs }) => inputs)).toEqual([[1, -2], [3, 4, 5], [6]]);
});

it('has so many under way at once and no more', async () => {
  const { sent, run } = startRun();
  const find = gather(run, { atOnce: 2, most: 10 });
  const found: Promise<unknown>[] = [];
  for (const one of [1, 2, 3]) {
    found.push(find(one));
    await turn();
  }
  expect(sent.map(({ inputs }) => inputs)).toEqual([[1], [2]]);
  for (const place of [1, 0, 2]) {
    sent[place]?.end();
    await turn();
  }
  expect(await Promise.all(found)).toEqual(['found 1', 'found 2', 'found 3']);
});

it('sends a second statement at once where more wait than fit in one', async () => {
  const { sent, run } = startRun();
  const find = gather(run, { atOnce: 2, most: 2 });
  const found = [1, 2, 3, 4, 5].map((one) => find(one));
  await turn();
  expect(sent.map(({ inputs }) => inputs)).toEqual([
    [1, 2],
    [3, 4],
  ]);
  for (const place of [0, 1, 2]) {
    sent[place]?.end();
    await turn();
  }
  expect(await Promise.all(found)).toHaveLength(5);
});

it('fails nobody for another’s sake: each of a failed statement is tried once more alone', async () => {
  const { sent, run } = startRun();
  const find = gather(run, { atOnce: 1, most: 10 });
  const tried = Promise.allSettled([find(1), find(2)]);
  await turn();
  const later = find(3);
  sent[0]?.end(new Error('one of them'));
  await turn();
  sent[1]?.end(new Error('this one'));
  await turn();
  sent[2]?.end();
  expect(await tried).toEqual([
    { status: 'rejected', reason: new Error('this one') },
    { status: 'fulfilled', value: 'found 2' },
  ]);
  await turn();
  sent[3]?.end();
  expect(await later).toBe('found 3');
  expect(sent.map(({ inputs }) => inputs)).toEqual([[1, 2], [1], [2], [3]]);
});

it('fails all of a statement alike that met what each would meet alone', async () => {
  const { sent, run } = startRun();
  const find = gather(run, { atOnce: 1, most: 10 });
  const tried = Promise.allSettled([find(1), find(2)]);
  await turn();
  sent[0]?.end(Object.assign(new Error('canceling statement due to lock timeout'), { code: '55P03' }));
  expect((await tried).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(sent).toHaveLength(1);
});

describe('with a rest', () => {
  const limits = { atOnce: 1, most: 3, restMs: 200 };
  async function startResting() {
    const started = startRun();
    const find = gather(started.run, limits);
    const since = performance.now();
    const first = [find(1), find(2)];
    await turn();
    started.sent[0]?.end();
    await Promise.all(first);
    return { ...started, find, since };
  }

  it('waits from a statement that took several to the next one', async () => {
    const { sent, find, since } = await startResting();
    const found = [find(3), find(4)];
    await turn();
    expect(sent).toHaveLength(1);
    await expect.poll(() => sent.length).toBe(2);
    expect(performance.now() - since).toBeGreaterThan(190);
    expect(sent[1]?.inputs).toEqual([3, 4]);
    sent[1]?.end();
    await Promise.all(found);
  });

  it('waits no longer when the next one is full', async () => {
    const { sent, find } = await startResting();
    const found = [find(3)];
    await turn();
    found.push(find(4), find(5));
    await turn();
    expect(sent[1]?.inputs).toEqual([3, 4, 5]);
    sent[1]?.end();
    expect(await Promise.all(found)).toEqual(['found 3', 'found 4', 'found 5']);
  });

  it('does not make those wait who come one after the other', async () => {
    const { sent, run } = startRun();
    const find = gather(run, limits);
    for (const one of [1, 2, 3]) {
      const found = find(one);
      await turn();
      expect(sent[one - 1]?.inputs).toEqual([one]);
      sent[one - 1]?.end();
      await found;
    }
  });
});
