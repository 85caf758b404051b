import { BlockList, isIP, isIPv6 } from 'node:net';

/** Networks that are nobody's on the internet, by what they are (IANA's registries of special-purpose addresses). */
const special: readonly (readonly [kind: string, networks: readonly string[]])[] = [
  ['a loopback address', ['127.0.0.0/8', '::1/128']],
  ['a link-local address', ['169.254.0.0/16', 'fe80::/10', 'fec0::/10']],
  ['a private address', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7']],
  // Clouds tell a machine's secrets there; the other such addresses are link-local, private or shared.
  ['a metadata address', ['168.63.129.16/32']],
  ['a multicast address', ['224.0.0.0/4', 'ff00::/8']],
  [
    'a reserved address',
    [
      ...['0.0.0.0/8', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '198.18.0.0/15', '198.51.100.0/24'],
      ...['203.0.113.0/24', '240.0.0.0/4', '64:ff9b:1::/48', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
    ],
  ],
];
const kinds = special.map(([kind, networks]) => ({ kind, networks: networkList(networks) }));
const globalIpv6 = networkList(['2000::/3']);

/** What is wrong with an IP address as a public one, such as "a private address"; undefined where it is public. */
export function whyNotPublic(address: string): string | undefined {
  if (isIP(address) === 0 || address.includes('%')) return 'not an address';
  const inside = embeddedIpv4(address);
  if (inside !== undefined) return whyNotPublic(inside);
  const found = kinds.find(({ networks }) => contains(networks, address));
  if (found) return found.kind;
  return isIPv6(address) && !contains(globalIpv6, address) ? 'a reserved address' : undefined;
}

/** Networks and addresses such as `10.0.0.0/8` and `::1`. */
export function networkList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = familyOf(address);
    list.addSubnet(address, bits === undefined ? (family === 'ipv4' ? 32 : 128) : Number(bits), family);
  }
  return list;
}

/** Whether the address, or the IPv4 address that it stands for, lies in one of the networks. */
export function contains(networks: BlockList, address: string): boolean {
  const inside = embeddedIpv4(address);
  if (inside !== undefined && networks.check(inside, 'ipv4')) return true;
  return networks.check(address, familyOf(address));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}

const MAPPED = networkList(['::ffff:0:0/96']);
/** The well-known prefix of NAT64: a translator on the way makes IPv4 of it. */
const NAT64 = networkList(['64:ff9b::/96']);

/** The IPv4 address that an IPv6 address is another way to write of, where it is one. */
function embeddedIpv4(address: string): string | undefined {
  if (!isIPv6(address)) return undefined;
  if (!MAPPED.check(address, 'ipv6') && !NAT64.check(address, 'ipv6')) return undefined;
  const tail = /(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1];
  if (tail !== undefined) return tail;
  const [high = '0', low = '0'] = lastGroups(address);
  const bits = Number.parseInt(high, 16) * 0x1_00_00 + Number.parseInt(low, 16);
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 0xff).join('.');
}

/** The last two of the eight groups; `::` stands for zeros. */
function lastGroups(address: string): string[] {
  const after = address.slice(address.lastIndexOf('::') + 1).split(':');
  return ['0', ...after.map((group) => group || '0')].slice(-2);
}
