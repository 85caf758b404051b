import { describe, expect, it } from 'vitest';
import { contains, networkList, whyNotPublic } from './judge-address.ts';

describe('an address', () => {
  it.each([
    ['127.0.0.1', 'a loopback address'],
    ['127.255.255.254', 'a loopback address'],
    ['0.0.0.0', 'a reserved address'],
    ['10.1.2.3', 'a private address'],
    ['172.16.0.1', 'a private address'],
    ['172.31.255.255', 'a private address'],
    ['192.168.1.1', 'a private address'],
    ['100.64.0.1', 'a private address'],
    ['100.100.100.200', 'a private address'],
    ['169.254.169.254', 'a link-local address'],
    ['168.63.129.16', 'a metadata address'],
    ['192.0.0.192', 'a reserved address'],
    ['198.18.0.1', 'a reserved address'],
    ['224.0.0.1', 'a multicast address'],
    ['255.255.255.255', 'a reserved address'],
    ['::', 'a reserved address'],
    ['::1', 'a loopback address'],
    ['::7f00:1', 'a reserved address'],
    ['::ffff:127.0.0.1', 'a loopback address'],
    ['::ffff:7f00:1', 'a loopback address'],
    ['0:0:0:0:0:ffff:a9fe:a9fe', 'a link-local address'],
    ['64:ff9b::10.0.0.1', 'a private address'],
    ['64:ff9b::a00:1', 'a private address'],
    ['64:ff9b:1::808:808', 'a reserved address'],
    ['2002:7f00:1::', 'a reserved address'],
    ['2001::1', 'a reserved address'],
    ['2001:db8::1', 'a reserved address'],
    ['fc00::1', 'a private address'],
    ['fd00:ec2::254', 'a private address'],
    ['fe80::1', 'a link-local address'],
    ['fe80::1%eth0', 'not an address'],
    ['ff02::1', 'a multicast address'],
    ['4000::1', 'a reserved address'],
    ['0x7f.1', 'not an address'],
    ['example.com', 'not an address'],
  ])('%s is %s', (address, kind) => {
    expect(whyNotPublic(address)).toBe(kind);
  });

  it.each([
    '8.8.8.8',
    '172.15.255.255',
    '172.32.0.0',
    '169.253.0.1',
    '100.63.255.255',
    '100.128.0.1',
    '2606:4700::1111',
    '::ffff:8.8.8.8',
    '64:ff9b::8.8.8.8',
    '64:ff9b::808:808',
  ])('%s is public', (address) => {
    expect(whyNotPublic(address)).toBeUndefined();
  });
});

it('lies in a network however it is written', () => {
  const networks = networkList(['10.0.0.0/8', '192.168.1.7', 'fd00::/8']);
  for (const address of ['10.255.0.1', '::ffff:10.0.0.1', '::ffff:a00:1', '192.168.1.7', 'fd12::1']) {
    expect(contains(networks, address), address).toBe(true);
  }
  for (const address of ['11.0.0.1', '192.168.1.8', '::ffff:11.0.0.1', 'fc00::1']) {
    expect(contains(networks, address), address).toBe(false);
  }
});
