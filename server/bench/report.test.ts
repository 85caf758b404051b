import { expect, it } from 'vitest';
import { cases, chosenCases } from './cases.ts';
import { readFlags } from './flags.ts';
import type { Measured } from './measure.ts';
import { summarise, toTable } from './report.ts';

const names = cases.map(({ name }) => name);

function round(perSecond: number, micros = 100): Measured {
  return {
    perSecond,
    p50Ms: 1,
    p99Ms: 2,
    bytesPerAnswer: 100,
    serverMicros: micros,
    postgresMicros: 0,
    generatorMicros: 1,
    serverMb: 100,
    postgresMb: 50,
    othersBusy: 0,
  };
}

it('compares a case with its reference round by round', () => {
  const goal = { of: 'ratio', least: 0.6 } as const;
  const one = { name: 'get', title: 'GET lead', reference: 'hello', goal } as const;
  const rounds = [round(60), round(10), round(70)];
  const report = summarise(one, rounds, [round(100), round(100), round(100)]);
  expect(report).toMatchObject({
    perSecond: { median: 60, min: 10, max: 70 },
    ratio: { median: 0.6, min: 0.1, max: 0.7 },
  });
  expect(report.isReached).toBe(true);
  expect(summarise(one, rounds, [round(101), round(100), round(101)]).isReached).toBe(false);
  expect(summarise(one, rounds, undefined)).toMatchObject({ ratio: undefined, isReached: undefined });
});

it('knows a goal that is a bound from above', () => {
  const one = { name: 'get-pair', title: 'two', reference: 'get', goal: { of: 'processorRatio', most: 1.1 } } as const;
  expect(summarise(one, [round(50, 110)], [round(50, 100)]).isReached).toBe(true);
  const report = summarise(one, [round(50, 120)], [round(50, 100)]);
  expect(report.isReached).toBe(false);
  expect(toTable([report])).toContain('no: <= 1.1 processor time, is 1.20');
});

it('measures what the named cases are compared with, and all where none is named', () => {
  expect(chosenCases(['deep']).map(({ name }) => name)).toEqual(['hello', 'page-constant', 'list', 'deep']);
  expect(chosenCases(undefined)).toEqual(cases);
});

it('takes its options, and says which is wrong', () => {
  expect(readFlags(['--leads', '1000000', '--json', '--only', 'get,list'], names)).toMatchObject({
    leads: 1_000_000,
    json: true,
    only: ['get', 'list'],
    seconds: 5,
  });
  expect(() => readFlags(['--leads', 'many'], names)).toThrow('--leads must be a whole number');
  expect(() => readFlags(['--only', 'put'], names)).toThrow('There is no case put');
  expect(() => readFlags(['--fast'], names)).toThrow('--fast');
});
