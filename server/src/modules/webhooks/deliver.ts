import type { Ctx } from '../../db/database.ts';
import type { JobTools } from '../../jobs/claim-stimulus.ts';
import { type Loop, startLoop } from '../../jobs/loop.ts';
import { FoyerError } from '../../kernel/errors.ts';
import { eventCatalogue } from '../../kernel/event-types.ts';
import { exampleId } from '../../kernel/events/describe-event.ts';
import type { OutboundResult } from '../../kernel/outbound.ts';
import { reasonOf } from '../../kernel/startup-error.ts';
import type { Event } from '../events/index.ts';
import { getLead, type Lead } from '../leads/index.ts';
import { systemCtx } from '../workspaces/index.ts';
import type { Attempt } from './delivery.ts';
import { disableEndpoint } from './disable-endpoint.ts';
import { createEndpointRoom, MAX_AT_ONCE, MOST_EACH } from './endpoint-room.ts';
import { exampleLead } from './example-lead.ts';
import type { WebhookDialects } from './make-deliveries.ts';
import { createOpenSecrets, type OpenSecrets } from './open-secrets.ts';
import { createSettler, type Settler } from './settle-deliveries.ts';
import { type TakenDelivery, takeDeliveries } from './take-deliveries.ts';
import { judgeAttempt } from './verdict.ts';
import type { WebhookDialect } from './webhook-dialect.ts';

const IDLE_MS = 500;
/** Room that comes free within this is filled together: one look costs as much as a dozen deliveries. */
const REST_MS = 10;
const MAX_TAKEN = 400;
/** Beyond the time that a request has: then another process may take a delivery as abandoned. */
const LEASE_MS = 15_000;
const DISABLE_AFTER_MS = 5 * 86_400_000;
const MAX_ANSWER_BYTES = 1_000;

/** Sends what is due, many endpoints at once and a few requests to each, until stopped; then ends what is under way. */
export function startWebhookDelivery(tools: JobTools, dialects: WebhookDialects): Loop {
  const parts: Parts = { dialects, settler: createSettler(tools), secrets: createOpenSecrets(tools.secrets) };
  const room = createEndpointRoom();
  const underWay = new Set<Promise<void>>();
  const work = async () => {
    const atMost = Math.min(MAX_TAKEN, MAX_AT_ONCE - underWay.size);
    if (atMost <= 0) return false;
    const limits = { room: atMost, mostEach: MOST_EACH, busy: room.counts(), leaseMs: LEASE_MS };
    const found = await takeDeliveries(tools, limits);
    for (const delivery of found) start(delivery);
    return found.length === atMost;
  };
  const options = { name: 'deliveries', signal: 'webhooks', concurrency: 1, idleMs: IDLE_MS, restMs: REST_MS, work };
  const loop = startLoop(tools, options);
  return {
    stop: async () => {
      parts.settler.stopTrying();
      await loop.stop();
      await Promise.all(underWay);
    },
  };

  function start(delivery: TakenDelivery): void {
    room.begin(delivery);
    let hasEnded = false;
    const end = (isDelivered: boolean) => {
      if (hasEnded) return;
      hasEnded = true;
      room.end(delivery, isDelivered);
      // There may be more of this endpoint, which had no room.
      tools.db.signals.send('webhooks');
    };
    const done = deliver(tools, parts, delivery, end)
      .catch((error: unknown) => {
        const facts = { err: error, deliveryId: delivery.id, workspaceId: delivery.workspaceId };
        tools.log.error(facts, 'a webhook could not be delivered and will be tried again');
      })
      .finally(() => {
        end(false);
        underWay.delete(done);
      });
    underWay.add(done);
  }
}

/** What one loop has for all of its deliveries. */
interface Parts {
  readonly dialects: WebhookDialects;
  readonly settler: Settler;
  readonly secrets: OpenSecrets;
}

/** One attempt, written down. `ended` is told whether it was taken before that is written: its endpoint has room then. */
async function deliver(
  tools: JobTools,
  parts: Parts,
  delivery: TakenDelivery,
  ended: (isDelivered: boolean) => void,
): Promise<void> {
  const {
    workspaceId,
    id,
    endpointId,
    workspace,
    isTest,
    failingSince,
    mostRetries,
    attempts: attemptsBefore,
  } = delivery;
  const ctx = systemCtx(tools, workspace, { isTest });
  const sentAt = tools.clock.now();
  const dialect = parts.dialects.get(delivery.dialect);
  if (!dialect) throw new Error(`there are no webhooks of ${delivery.dialect}`);
  const { body, result } = await attempt(ctx, { dialect, secrets: parts.secrets }, delivery, sentAt);
  const at = tools.clock.now();
  const verdict = judgeAttempt(dialect, { result, attemptsBefore, mostRetries, at, chance: Math.random() });
  const { state, attempts, nextAt: availableAt, isGone } = verdict;
  ended(state === 'delivered');
  const entry = toEntry(result, sentAt);
  await parts.settler.add({ workspaceId, id, endpointId, state, attempts, availableAt, request: body, entry });
  if (isGone) await disableEndpoint(ctx, endpointId, 'the receiver answered 410 Gone');
  else if (state !== 'delivered' && failingSince && at.getTime() - failingSince.getTime() >= DISABLE_AFTER_MS) {
    await disableEndpoint(ctx, endpointId, 'nothing could be delivered for five days', { failingSince });
  }
}

async function attempt(
  ctx: Ctx,
  { dialect, secrets }: { readonly dialect: WebhookDialect; readonly secrets: OpenSecrets },
  delivery: TakenDelivery,
  sentAt: Date,
): Promise<{ body: string; result: OutboundResult }> {
  const { id: webhookId, endpointId, eventType, url, includesLead } = delivery;
  let body = '';
  try {
    const isExample = delivery.eventId === null;
    const event = delivery.event ?? exampleOf(dialect, eventType, sentAt);
    if (!isExample && !delivery.event) throw new FoyerError('not_found', 'The event is not kept any more.');
    const lead = dialect.needsLead || includesLead ? await leadOf(ctx, event, isExample) : null;
    const isTest = isExample || event.isTest;
    body = JSON.stringify(
      await dialect.render(ctx, { webhookId, endpointId, eventType, event, lead, includesLead, isTest, sentAt }),
    );
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Foyer-Webhooks',
      ...dialect.headersOf({ webhookId, eventType, body, secrets: secrets.secretsOf(delivery, sentAt), sentAt }),
    };
    const { timeoutMs } = dialect;
    const secretHeaders = secrets.headersOf(delivery);
    const sent = { url, headers, secretHeaders, body, timeoutMs, maxAnswerBytes: MAX_ANSWER_BYTES };
    return { body, result: await ctx.outbound.send({ ...sent, method: 'POST' }) };
  } catch (error) {
    const isWorthRetrying = !(error instanceof FoyerError);
    if (isWorthRetrying) ctx.log.error({ err: error, deliveryId: webhookId }, 'a webhook could not be made');
    const reason = isWorthRetrying ? 'Foyer could not make it.' : reasonOf(error);
    return { body, result: { outcome: 'failed', reason, isWorthRetrying, mayHaveArrived: false, durationMs: 0 } };
  }
}

/** The lead as it is now; null where it has gone, as what happened is told all the same. */
async function leadOf(ctx: Ctx, { leadId }: Event, isExample: boolean): Promise<Lead | null> {
  if (isExample) return exampleLead;
  if (leadId === null) return null;
  return getLead(ctx, { leadId }).catch((error: unknown) => {
    if (error instanceof FoyerError && error.code === 'not_found') return null;
    throw error;
  });
}

/** The example of the first type of ours that the dialect tells by this name. */
function exampleOf(dialect: WebhookDialect, eventType: string, at: Date): Event {
  const about = { id: exampleId(0), seq: 0, leadId: exampleId(1), conversationId: exampleId(14), isTest: true };
  const examples = [...eventCatalogue].map(([type, { example }]) => ({
    ...about,
    type,
    timestamp: at.toISOString(),
    data: { ...example, actor: 'api_key' },
  }));
  const found = examples.find((event) => dialect.typesOf(event).includes(eventType)) ?? examples[0];
  if (!found) throw new Error('the catalogue is empty');
  return found;
}

function toEntry(result: OutboundResult, at: Date): Attempt {
  const isAnswered = result.outcome === 'answered';
  return {
    at: at.toISOString(),
    durationMs: result.durationMs,
    outcome: result.outcome,
    status: isAnswered ? result.status : null,
    reason: isAnswered ? null : result.reason,
    answer: isAnswered ? result.body : null,
  };
}
