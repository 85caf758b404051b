/** @import { Api, ChatPageConfig, Failure, Outcome } from './types.d.ts' */

/**
 * The chat's HTTP API. Nothing here throws: what went wrong is in the outcome, sorted by what can be done about it.
 * @param {ChatPageConfig} config
 * @returns {Api}
 */
export function createApi({ workspace, workflow }) {
  const first = { workspace: workspace.slug, workflow: workflow ?? undefined, metadata: origin() };
  return {
    start: (signal) => request('', {}, signal, first),
    send: ({ conversationId, token }, { text, clientMessageId }, signal) =>
      request(`/${conversationId}/messages`, bearer(token), signal, { text, clientMessageId }),
    list: ({ conversationId, token }, after, wait, signal) =>
      request(`/${conversationId}/messages?after=${after}&wait=${wait}`, bearer(token), signal, null, wait),
  };
}

/** @param {string} token */
const bearer = (token) => ({ authorization: `Bearer ${token}` });

/** Where the visitor came from: what the address says of a campaign, and no more. */
function origin() {
  const marks = [...new URLSearchParams(location.search)].filter(([name]) => /^utm_\w{1,20}$/u.test(name));
  return { ...Object.fromEntries(marks), referrer: document.referrer || undefined };
}

/**
 * @param {string} path
 * @param {Record<string, string>} headers
 * @param {AbortSignal} signal
 * @param {object | null} body null to read
 * @param {number} waitSeconds how long the server may hold its answer back
 * @returns {Promise<Outcome<any>>}
 */
async function request(path, headers, signal, body, waitSeconds = 0) {
  try {
    const response = await fetch(`/v1/chat/conversations${path}`, {
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      signal: AbortSignal.any([signal, AbortSignal.timeout((waitSeconds + 15) * 1000)]),
      cache: 'no-store',
    });
    if (response.ok) return { ok: true, value: await response.json() };
    const problem = await response.json().catch(() => ({}));
    return failure(kindOf(response.status), problem.detail, response.headers.get('retry-after'));
  } catch {
    if (signal.aborted) return failure('aborted');
    return failure(navigator.onLine ? 'unreachable' : 'offline');
  }
}

/** @param {Failure['kind']} kind @param {unknown} detail @param {string | null} retryAfter @returns {Failure} */
function failure(kind, detail = '', retryAfter = '') {
  return { ok: false, kind, detail: String(detail), retryAfterSeconds: Number(retryAfter) || 0 };
}

/** @param {number} status */
function kindOf(status) {
  if (status === 429) return 'busy';
  if ([401, 403, 404, 410].includes(status)) return 'gone';
  return status < 500 && status !== 408 ? 'refused' : 'unreachable';
}
