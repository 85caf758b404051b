import { type BlockList, isIP } from 'node:net';
import { contains, networkList, whyNotPublic } from './judge-address.ts';

/** What the admin allows beyond public addresses by HTTPS: networks, and hosts by their names. */
export interface Allowed {
  readonly networks: BlockList | undefined;
  readonly hosts: ReadonlySet<string>;
}

/** An address that may be asked, as far as one can say without looking its name up. */
export interface Target {
  readonly url: URL;
  /** Without brackets, without a dot at the end. */
  readonly host: string;
  /** The admin allows this host by its name, whatever that stands for. */
  readonly isAllowedByName: boolean;
}

/** Entries of OUTBOUND_ALLOW: addresses, networks such as `10.0.0.0/8`, names of hosts. */
export function readAllowed(entries: readonly string[]): Allowed {
  const isNetwork = (entry: string) => isIP(entry.split('/')[0] ?? '') !== 0;
  const networks = entries.filter(isNetwork);
  return {
    networks: networks.length > 0 ? networkList(networks) : undefined,
    hosts: new Set(entries.filter((entry) => !isNetwork(entry)).map((entry) => entry.toLowerCase())),
  };
}

/** The target of an address as it is written, or why nothing is sent there. */
export function judgeTarget(text: string, allowed: Allowed): Target | { readonly refusal: string } {
  if (!URL.canParse(text)) return { refusal: 'This is no address: write one such as https://example.com/hook.' };
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return { refusal: 'Only addresses that begin with https:// can be used.' };
  }
  if (url.username !== '' || url.password !== '') {
    return { refusal: 'A name and password in the address are not taken: send them in a header.' };
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  const target = { url, host, isAllowedByName: allowed.hosts.has(host) };
  if (isIP(host) !== 0) {
    const refusal = refuseAddresses(target, [host], allowed);
    return refusal === undefined ? target : { refusal };
  }
  if (target.isAllowedByName) return target;
  if (!allowed.networks && url.protocol === 'http:') return { refusal: NOT_PLAIN };
  const isLocal = host === 'localhost' || host.endsWith('.localhost') || !host.includes('.');
  if (isLocal && !allowed.networks) {
    return { refusal: `${JSON.stringify(host)} is a name inside a network. ${ASK_ADMIN}` };
  }
  return target;
}

/** Why nothing is sent to a target that stands for these addresses; undefined where all of them may be asked. */
export function refuseAddresses(target: Target, addresses: readonly string[], allowed: Allowed): string | undefined {
  if (target.isAllowedByName) return undefined;
  for (const address of addresses) {
    if (allowed.networks && contains(allowed.networks, address)) continue;
    const kind = whyNotPublic(address);
    if (kind !== undefined) return `The host is ${kind}. ${ASK_ADMIN}`;
    if (target.url.protocol === 'http:') return NOT_PLAIN;
  }
  return undefined;
}

const ASK_ADMIN = 'Nothing is sent there unless the admin of this installation allows it (OUTBOUND_ALLOW).';
const NOT_PLAIN = 'Only addresses that begin with https:// can be used, but for what OUTBOUND_ALLOW names.';
