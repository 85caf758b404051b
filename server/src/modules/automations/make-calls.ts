import type { JobTools } from '../../jobs/claim-stimulus.ts';
import type { OutboundResult } from '../../kernel/outbound.ts';
import { reasonOf } from '../../kernel/startup-error.ts';
import { finish } from './finish.ts';
import { openHeaders } from './secret-headers.ts';
import { type Call, inCall, MAX_ATTEMPTS } from './take-call.ts';

const TIMEOUT_MS = 15_000;
/** Of the answer this much is kept. */
const MAX_ANSWER_BYTES = 1_000;
const RETRY_AFTER_MS = 30_000;
const MAX_RETRY_AFTER_MS = 3_600_000;

/** Sends a request that was taken and writes down what came of it. */
export async function makeCall(tools: JobTools, call: Call): Promise<void> {
  const result = await send(tools, call);
  await inCall(tools, call, async (ctx) => {
    // Its lead first, as a merge has it that moves it: two orders of locking would deadlock.
    await ctx.tx`
      select from leads where workspace_id = ${call.workspace.id} and id = (
        select lead_id from automation_firings where workspace_id = ${call.workspace.id} and id = ${call.firingId})
      for no key update`;
    // With the lead that it belongs to now: it may have been merged meanwhile.
    const [mine] = await ctx.tx<{ leadId: string }[]>`
      select lead_id from automation_firings
      where workspace_id = ${call.workspace.id} and id = ${call.firingId} and state = 'sending'
        and attempts = ${call.attempts} for update`;
    // Taken by another in the meantime, or gone with its lead.
    if (!mine) return;
    const verdict = judge(call, result);
    if (verdict.state !== 'again') return finish(ctx, { ...call, ...mine }, { ...verdict, response: answerOf(result) });
    await ctx.tx`
      update automation_firings set state = 'pending', error = ${verdict.words},
        available_at = ${new Date(ctx.at.getTime() + verdict.afterMs)}, updated_at = ${ctx.at}
      where workspace_id = ${call.workspace.id} and id = ${call.firingId}`;
  });
}

async function send(tools: JobTools, call: Call): Promise<OutboundResult> {
  const { request, workspace, automation } = call;
  const place = { workspaceId: workspace.id, automationId: automation.id };
  let secret: Readonly<Record<string, string>>;
  try {
    secret = openHeaders(tools.secrets, call.sealedHeaders, place);
  } catch (error) {
    tools.log.error({ automationId: automation.id, reason: reasonOf(error) }, 'secret headers could not be opened');
    const reason = 'The secret headers were sealed under a key that is not here any more. Give them again.';
    return { outcome: 'refused', reason, isWorthRetrying: false, mayHaveArrived: false, durationMs: 0 };
  }
  const ours = { 'user-agent': 'Foyer', 'idempotency-key': call.idempotencyKey };
  return tools.outbound.send({
    method: request.method,
    url: request.url,
    headers: { ...ours, ...request.headers },
    secretHeaders: secret,
    isOnce: !call.retriesUnknown,
    ...(request.body !== null && { body: request.body }),
    timeoutMs: TIMEOUT_MS,
    maxAnswerBytes: MAX_ANSWER_BYTES,
  });
}

type Verdict =
  | { readonly state: 'done' | 'failed' | 'unknown'; readonly words: string }
  | { readonly state: 'again'; readonly words: string; readonly afterMs: number };

/** Once more where that may help and cannot do it twice, or where the rule says that twice is no harm. */
function judge({ request, attempts, retriesUnknown }: Call, result: OutboundResult): Verdict {
  const what = `${request.method} ${request.url.replace(/[?#].*$/, '')}`;
  const isLast = attempts >= MAX_ATTEMPTS;
  if (result.outcome === 'answered') {
    const { status } = result;
    const words = `${what} answered ${status}${status >= 300 && status < 400 ? '; no redirect is followed' : ''}`;
    if (status >= 200 && status < 300) return { state: 'done', words };
    const mayHelp = status >= 500 || status === 408 || status === 425 || status === 429;
    if (!mayHelp || isLast) return { state: 'failed', words };
    return { state: 'again', words, afterMs: waitOf(result.headers['retry-after']) };
  }
  const words = `${what}: ${result.reason}`;
  if (result.mayHaveArrived && (isLast || !retriesUnknown)) return { state: 'unknown', words };
  if (isLast || !result.isWorthRetrying) return { state: 'failed', words };
  return { state: 'again', words, afterMs: RETRY_AFTER_MS };
}

/** What a receiver asks for in whole seconds, within an hour. */
function waitOf(retryAfter: string | undefined): number {
  if (retryAfter === undefined || !/^\d{1,6}$/.test(retryAfter)) return RETRY_AFTER_MS;
  return Math.min(Math.max(Number(retryAfter) * 1000, RETRY_AFTER_MS), MAX_RETRY_AFTER_MS);
}

function answerOf(result: OutboundResult): object | undefined {
  if (result.outcome !== 'answered') return undefined;
  const { status, body, isCut, durationMs } = result;
  // Postgres holds no null byte.
  return { status, body: body.replaceAll('\0', '\ufffd'), isCut, durationMs };
}
