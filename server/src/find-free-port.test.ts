import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { findFreePort } from './find-free-port.ts';

test('a taken port is refused in one line that says what to do', async () => {
  const port = await findFreePort('127.0.0.1', 0);
  const holder = createServer().listen(port, '127.0.0.1');
  await once(holder, 'listening');
  try {
    await expect(findFreePort('127.0.0.1', port)).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken`);
  } finally {
    holder.close();
  }
  expect(await findFreePort('127.0.0.1', port)).toBe(port);
});

test('an address that is not of this machine is refused', async () => {
  await expect(findFreePort('203.0.113.7', 0)).rejects.toThrow(/HOST 203.0.113.7 is no address of this machine/);
});
