import { describe, expect, it } from 'vitest';
import { createSignals, lookUntil } from './signals.ts';

const never = new AbortController().signal;

/** Looks at a list that the test fills; how often it looked. */
function watch(timeoutMs: number, abort: AbortSignal = never) {
  const signals = createSignals();
  const said: string[] = [];
  let looks = 0;
  const look = async () => {
    looks += 1;
    return [...said];
  };
  const seen = lookUntil(signals, 'a', { timeoutMs, abort }, look, (list) => list.length > 0);
  return { signals, said, seen, looks: () => looks };
}

describe('lookUntil', () => {
  it('looks once where it may not wait', async () => {
    const { seen, looks } = watch(0);
    expect(await seen).toEqual([]);
    expect(looks()).toBe(1);
  });

  it('looks again at a signal for its subject, and at no other', async () => {
    const { signals, said, seen, looks } = watch(10_000);
    await Promise.resolve();
    signals.send('b');
    said.push('hello');
    signals.send('a');
    expect(await seen).toEqual(['hello']);
    expect(looks()).toBe(2);
  });

  it('misses no signal that comes while it looks', async () => {
    const signals = createSignals();
    let isThere = false;
    const look = async () => {
      const seen = isThere;
      if (!isThere) {
        isThere = true;
        signals.send('a');
      }
      return seen;
    };
    expect(await lookUntil(signals, 'a', { timeoutMs: 10_000, abort: never }, look, Boolean)).toBe(true);
  });

  it('gives what it saw last when the time is over, or when nobody waits any more', async () => {
    expect(await watch(20).seen).toEqual([]);
    const controller = new AbortController();
    const { seen } = watch(10_000, controller.signal);
    controller.abort();
    expect(await seen).toEqual([]);
    expect(await watch(10_000, AbortSignal.abort()).seen).toEqual([]);
  });

  it('raises what looking raises, and listens no more', async () => {
    const signals = createSignals();
    const fail = async (): Promise<boolean> => {
      throw new Error('no database');
    };
    await expect(lookUntil(signals, 'a', { timeoutMs: 10, abort: never }, fail, Boolean)).rejects.toThrow(
      'no database',
    );
    signals.send('a');
  });
});

it('wakes everyone where the subjects are not known', () => {
  const signals = createSignals();
  const heard: string[] = [];
  signals.listen('a', () => heard.push('a'));
  const stop = signals.listen('b', () => heard.push('b'));
  signals.sendAll();
  stop();
  signals.sendAll();
  expect(heard).toEqual(['a', 'b', 'a']);
});
