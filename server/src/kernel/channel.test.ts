import { describe, expect, it } from 'vitest';
import { capabilitiesOf, inPlace } from './channel.ts';

describe('a channel over which nothing is sent from here', () => {
  it.each([
    ['sms', 'phone', false],
    ['whatsapp', 'phone', false],
    ['email', 'email', false],
    ['phone', 'phone', true],
    ['voice', 'phone', true],
    ['call', 'phone', true],
  ] as const)('%s is carried by somebody else', (name, reaches, isCall) => {
    expect(capabilitiesOf(new Map(), name)).toMatchObject({ isInPlace: false, isCarried: true, reaches, isCall });
  });

  it.each(['web_chat', 'webform', 'api', 'fax'])('%s is read where it is written', (name) => {
    expect(capabilitiesOf(new Map(), name)).toBe(inPlace);
  });
});

it('is what its adapter says, once there is one', () => {
  const capabilities = { ...inPlace, isInPlace: false, leavesHouse: true };
  expect(capabilitiesOf(new Map([['sms', { capabilities }]]), 'sms')).toBe(capabilities);
});
