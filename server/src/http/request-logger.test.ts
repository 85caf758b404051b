import { pino } from 'pino';
import { expect, test } from 'vitest';
import { RequestLogger } from './request-logger.ts';

function open(level = 'info') {
  const lines: string[] = [];
  const base = pino({ level, base: null, timestamp: false }, { write: (line) => lines.push(line) });
  return { base, lines };
}

test('its lines are those of the child that pino makes', () => {
  const { base, lines } = open();
  const ours = new RequestLogger(base, { requestId: 'r1' }).child({ keyId: 'k1' });
  const theirs = base.child({ requestId: 'r1' }).child({ keyId: 'k1' });
  for (const log of [ours, theirs]) {
    log.info({ status: 200 }, 'request');
    log.warn('in words, %s', 'filled in');
    log.error({ err: new TypeError('wrong') }, 'fault');
    log.child({ more: 1 }, { level: 'error' }).warn('not seen');
    log.debug('not seen either');
  }
  const [a, b, fault] = lines;
  expect([a, b]).toEqual([
    '{"level":30,"requestId":"r1","keyId":"k1","status":200,"msg":"request"}\n',
    '{"level":40,"requestId":"r1","keyId":"k1","msg":"in words, filled in"}\n',
  ]);
  expect(JSON.parse(fault ?? '')).toMatchObject({ requestId: 'r1', keyId: 'k1', err: { message: 'wrong' } });
  expect(lines).toHaveLength(6);
  expect(lines.slice(3, 5)).toEqual([a, b]);
});

test('the one line of a request is as the child would write it, and as silent', () => {
  const { base, lines } = open();
  new RequestLogger(base, { requestId: 'r1' }).write({ status: 200 }, 'request');
  base.child({ requestId: 'r1' }).info({ status: 200 }, 'request');
  expect(lines[0]).toBe(lines[1]);
  const quiet = open('warn');
  new RequestLogger(quiet.base, {}).write({ status: 200 }, 'request');
  expect(quiet.lines).toEqual([]);
});
