import { expect, it } from 'vitest';
import { createSecrets } from './secrets.ts';

const oldKey = Buffer.alloc(32, 1);
const newKey = Buffer.alloc(32, 2);
const secrets = createSecrets([oldKey]);

it('opens what it sealed, for the same place alone, and never seals twice alike', () => {
  const sealed = secrets.seal('whsec_ä', 'endpoints/1');
  expect(sealed).not.toContain('whsec');
  expect(secrets.seal('whsec_ä', 'endpoints/1')).not.toBe(sealed);
  expect(secrets.open(sealed, 'endpoints/1')).toBe('whsec_ä');
  expect(() => secrets.open(sealed, 'endpoints/2')).toThrow();
});

it('refuses what was changed or cut', () => {
  const sealed = secrets.seal('secret', 'here');
  const [version, name, text = ''] = sealed.split('.');
  const flipped = Buffer.from(text, 'base64url');
  flipped.writeUInt8(flipped.readUInt8(14) ^ 1, 14);
  expect(() => secrets.open(`${version}.${name}.${flipped.toString('base64url')}`, 'here')).toThrow();
  expect(() => secrets.open(sealed.slice(0, -8), 'here')).toThrow();
  expect(() => secrets.open('secret', 'here')).toThrow(/not here/);
});

it('opens what an older key sealed as long as that is given, and seals under the first', () => {
  const sealed = secrets.seal('secret', 'here');
  const both = createSecrets([newKey, oldKey]);
  expect(both.open(sealed, 'here')).toBe('secret');
  expect([both.isCurrent(sealed), both.isCurrent(both.seal('secret', 'here'))]).toEqual([false, true]);
  expect(() => createSecrets([newKey]).open(sealed, 'here')).toThrow(/not here/);
});
