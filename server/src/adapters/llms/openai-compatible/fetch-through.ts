import type { LlmQuestion } from '../../../kernel/llm.ts';
import type { Outbound, OutboundResult } from '../../../kernel/outbound.ts';

/** Far more than an answer of our length takes, with the thoughts that some models send along. */
const MAX_ANSWER_BYTES = 512 * 1024;
/** How long an endpoint is left alone that says "too many requests" and not for how long. */
const DEFAULT_REST_MS = 10_000;

/** A call that gave no answer to read. */
export class CallFailed extends Error {
  readonly reason: string;
  readonly isFree: boolean;
  readonly restMs: number;

  constructor(reason: string, { isFree, restMs = 0 }: { readonly isFree: boolean; readonly restMs?: number }) {
    super(reason);
    this.name = 'CallFailed';
    this.reason = reason;
    this.isFree = isFree;
    this.restMs = restMs;
  }
}

interface Calls {
  readonly fetch: typeof fetch;
  /** What kept a call from being answered, if anything did. */
  failure(): CallFailed | undefined;
}

/** A `fetch` for the library that goes through the guarded client, with its limits of time and size, and no redirects. */
export function fetchThrough(outbound: Outbound, { timeoutMs }: Pick<LlmQuestion, 'timeoutMs'>): Calls {
  let failure: CallFailed | undefined;
  const send: typeof fetch = async (url, init) => {
    const result = await outbound.send({
      method: 'POST',
      url: String(url),
      headers: Object.fromEntries(new Headers(init?.headers)),
      body: String(init?.body ?? ''),
      timeoutMs,
      maxAnswerBytes: MAX_ANSWER_BYTES,
    });
    failure = failureOf(result);
    // What came with an error may say why: the library reads it for the detail.
    if (result.outcome === 'answered' && !result.isCut && result.status > 199) {
      return new Response(result.status === 204 || result.status === 304 ? null : result.body, {
        status: result.status,
        headers: { 'content-type': 'application/json' },
      });
    }
    throw failure ?? new CallFailed('what it answered could not be read', { isFree: false });
  };
  return { fetch: send, failure: () => failure };
}

function failureOf(result: OutboundResult): CallFailed | undefined {
  if (result.outcome !== 'answered') {
    const { reason, mayHaveArrived } = result;
    return new CallFailed(decapitalise(reason), { isFree: !mayHaveArrived });
  }
  if (result.isCut) return new CallFailed('its answer did not end', { isFree: false });
  const { status, headers } = result;
  if (status === 429) {
    const restMs = readRetryAfter(headers['retry-after']);
    return new CallFailed('it answered 429, too many requests', { isFree: true, restMs });
  }
  if (status < 200 || status > 299) return new CallFailed(`it answered ${status}`, { isFree: status < 500 });
  return undefined;
}

/** Seconds, as all known endpoints write it. */
function readRetryAfter(text: string | undefined): number {
  const seconds = Number(text);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : DEFAULT_REST_MS;
}

/** As a part of a sentence. */
function decapitalise(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '');
}
