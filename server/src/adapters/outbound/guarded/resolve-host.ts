import { lookup, Resolver } from 'node:dns/promises';

/** Finds all addresses of a name. Raises where it has none. */
export type ResolveHost = (host: string, how: { readonly bySystem: boolean }) => Promise<readonly string[]>;

/** How long a name's addresses are used for. They are judged at each use all the same. */
const KEPT_MS = 10_000;
const KEPT_AT_MOST = 5_000;

/**
 * Asks DNS itself, which takes no thread: a name server that hangs keeps nobody else waiting. Hosts that the admin
 * names go by the system's way, as they may stand in its hosts file. IPv4 comes first, as not every machine has IPv6.
 */
export const resolveByDns: ResolveHost = async (host, { bySystem }) => {
  if (bySystem) {
    const found = await lookup(host, { all: true, order: 'ipv4first' });
    return found.map(({ address }) => address);
  }
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (addresses.length > 0) return addresses;
  const [failure] = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
  throw failure ?? new Error('the name has no address');
};

/** Remembers answers for a moment, and asks once for those who ask at the same time. */
export function rememberHosts(resolve: ResolveHost, now: () => number = () => performance.now()): ResolveHost {
  const known = new Map<string, { readonly until: number; readonly addresses: Promise<readonly string[]> }>();
  return (host, how) => {
    const kept = known.get(host);
    if (kept && kept.until > now()) return kept.addresses;
    const addresses = resolve(host, how);
    known.delete(host);
    known.set(host, { until: now() + KEPT_MS, addresses });
    addresses.catch(() => known.delete(host));
    const [oldest] = known.keys();
    if (known.size > KEPT_AT_MOST && oldest !== undefined) known.delete(oldest);
    return addresses;
  };
}
