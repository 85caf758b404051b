import { isIP } from 'node:net';
import type { Outbound, OutboundRequest, OutboundResult } from '../../../kernel/outbound.ts';
import { errorCode } from '../../../kernel/startup-error.ts';
import { type Exchange, openConnections } from './exchange.ts';
import { judgeTarget, readAllowed, refuseAddresses, type Target } from './judge-target.ts';
import { type ResolveHost, rememberHosts, resolveByDns } from './resolve-host.ts';

export interface GuardedOutboundOptions {
  /** Networks and hosts beyond the public ones by HTTPS: OUTBOUND_ALLOW. */
  readonly allow: readonly string[];
  readonly resolve?: ResolveHost;
  /** Certificates that are trusted beside the usual ones, as PEM. */
  readonly certificates?: readonly string[];
}

/** How many of a name's addresses are tried. */
const MAX_ADDRESSES = 3;
/** Errors of connecting, after which nothing was sent and another address may answer. */
const NOT_CONNECTED = ['ECONNREFUSED', 'ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'ENETDOWN', 'EHOSTDOWN'];

/** Errors of connecting, of looking a name up, and of certificates. */
const BEFORE_SENDING =
  /^(ECONNREFUSED|E(NET|HOST)(UNREACH|DOWN)|EADDRNOTAVAIL|ENOTFOUND|ENODATA|ESERVFAIL|EREFUSED|EAI_.*|CERT_.*|.*_CERT_.*|.*_CERT|UNABLE_TO_.*|.*_SIGNATURE)$/;
const notSent = { mayHaveArrived: false } as const;

type Failed = Exclude<OutboundResult, { outcome: 'answered' }>;
type Outcome = Failed | (Exchange & { readonly outcome: 'answered' });
type WithoutDuration<T> = T extends unknown ? Omit<T, 'durationMs'> : never;

/**
 * A client that looks a name up, judges all its addresses, and connects to one that it judged: there is no second
 * look-up that could answer otherwise. `close` ends the connections that are kept open.
 */
export function createGuardedOutbound(options: GuardedOutboundOptions): Outbound & { close(): void } {
  const allowed = readAllowed(options.allow);
  const resolve = rememberHosts(options.resolve ?? resolveByDns);
  const connections = openConnections(options.certificates);
  return {
    judge: (url) => {
      const target = judgeTarget(url, allowed);
      return 'refusal' in target ? target.refusal : undefined;
    },
    send: async (request) => {
      const since = performance.now();
      const result = await withinTime(request.timeoutMs, (signal) => attempt(request, signal));
      return { ...result, durationMs: Math.round(performance.now() - since) };
    },
    close: connections.close,
  };

  async function attempt(request: OutboundRequest, signal: AbortSignal): Promise<WithoutDuration<Outcome>> {
    const target = judgeTarget(request.url, allowed);
    if ('refusal' in target) return { outcome: 'refused', reason: target.refusal, ...notSent, isWorthRetrying: false };
    const addresses = await addressesOf(target);
    const refusal = refuseAddresses(target, addresses, allowed);
    // What a name stands for may change back.
    if (refusal !== undefined) return { outcome: 'refused', reason: refusal, ...notSent, isWorthRetrying: true };
    for (const [place, address] of addresses.slice(0, MAX_ADDRESSES).entries()) {
      try {
        return { outcome: 'answered', ...(await connections.exchange(target, address, request, signal)) };
      } catch (error) {
        const isLast = place + 1 >= Math.min(addresses.length, MAX_ADDRESSES);
        if (isLast || !NOT_CONNECTED.includes(errorCode(error))) throw error;
      }
    }
    throw new Error('the name has no address');
  }

  async function addressesOf({ host, isAllowedByName }: Target): Promise<readonly string[]> {
    return isIP(host) === 0 ? resolve(host, { bySystem: isAllowedByName }) : [host];
  }
}

async function withinTime(
  timeoutMs: number,
  work: (signal: AbortSignal) => Promise<WithoutDuration<Outcome>>,
): Promise<WithoutDuration<Outcome>> {
  const controller = new AbortController();
  const late = Promise.withResolvers<WithoutDuration<Outcome>>();
  const timer = setTimeout(() => {
    const reason = `No answer within ${timeoutMs / 1000} s.`;
    late.resolve({ outcome: 'timed_out', reason, isWorthRetrying: true, mayHaveArrived: true });
    controller.abort();
  }, timeoutMs);
  try {
    const worked = work(controller.signal).catch(explainFailure);
    return await Promise.race([worked, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function explainFailure(error: unknown): WithoutDuration<Failed> {
  const code = errorCode(error);
  // A header that cannot be sent, which is so every time.
  if (code === 'ERR_INVALID_CHAR' || code === 'ERR_INVALID_HTTP_TOKEN') {
    const reason = 'A header has a character that cannot be sent.';
    return { outcome: 'failed', reason, ...notSent, isWorthRetrying: false };
  }
  const mayHaveArrived = !BEFORE_SENDING.test(code);
  return {
    outcome: 'failed',
    reason: explanations[code] ?? fallback(code, error),
    isWorthRetrying: true,
    mayHaveArrived,
  };
}

const explanations: Readonly<Record<string, string>> = {
  ENOTFOUND: 'The name has no address.',
  ENODATA: 'The name has no address.',
  ECONNREFUSED: 'The connection was refused.',
  ECONNRESET: 'The connection was cut before an answer came.',
  EPIPE: 'The connection was cut before an answer came.',
  EHOSTUNREACH: 'The host cannot be reached.',
  ENETUNREACH: 'The host cannot be reached.',
  CERT_HAS_EXPIRED: 'The certificate has expired.',
  ERR_TLS_CERT_ALTNAME_INVALID: "The certificate is not this host's.",
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate is signed by nobody that is trusted.',
  SELF_SIGNED_CERT_IN_CHAIN: 'The certificate is signed by nobody that is trusted.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'The certificate is signed by nobody that is trusted.',
};

function fallback(code: string, error: unknown): string {
  if (code.startsWith('HPE_')) return 'What came back is no answer of HTTP.';
  const known = code || (error instanceof Error ? error.name : 'unknown');
  return `The connection failed (${known}).`;
}
