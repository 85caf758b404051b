import { begin } from '../../db/begin.ts';
import { type AfterCommit, bindWorkspace, insideTransaction, type Tx, type TxCtx } from '../../db/database.ts';
import type { JobTools } from '../../jobs/claim-stimulus.ts';
import { type Loop, startLoop } from '../../jobs/loop.ts';
import { type EventRow, eventColumns, toEvent } from '../events/index.ts';
import { systemCtx } from '../workspaces/index.ts';
import {
  type DeliveryTarget,
  deliveriesOf,
  insertDeliveries,
  type NewDelivery,
  type WebhookDialects,
} from './make-deliveries.ts';

const IDLE_MS = 1_000;
const MAX_EVENTS = 500;
/** Deliveries made in one transaction, about. */
const MAX_ROWS = 5_000;

/** Makes the deliveries of numbered events, a workspace at a time, until stopped. Several processes may do so at once. */
export function startWebhookFanOut(tools: JobTools, dialects: WebhookDialects): Loop {
  const work = () => fanOutNext(tools, dialects);
  return startLoop(tools, { name: 'webhooks', signal: 'numbered', concurrency: 1, idleMs: IDLE_MS, work });
}

/** False where every endpoint has the deliveries of all events that are numbered. */
export async function fanOutNext(tools: JobTools, dialects: WebhookDialects): Promise<boolean> {
  const afterwards: AfterCommit[] = [];
  const found = await begin(tools.db.sql, async (tx) => {
    const [taken] = await tx<{ workspaceId: string }[]>`select workspace_id from take_webhook_fan_out()`;
    if (!taken) return false;
    // Sent together, as is what is written below: each round trip is time until the first webhook leaves.
    const [[workspace]] = await Promise.all([
      tx<{ id: string; slug: string; name: string; timeZone: string; country: string; locale: string }[]>`
        select id, slug, name, time_zone, country, locale from workspaces where id = ${taken.workspaceId}`,
      bindWorkspace(tx, taken.workspaceId),
    ]);
    if (!workspace) return false;
    await fanOut(insideTransaction(systemCtx(tools, workspace), tx, afterwards), dialects);
    return true;
  });
  for (const done of afterwards) await done();
  if (found) tools.db.signals.send('webhooks');
  return found;
}

async function fanOut(ctx: TxCtx, dialects: WebhookDialects): Promise<void> {
  const { tx, workspace } = ctx;
  const endpoints = await tx<(DeliveryTarget & { fannedSeq: number })[]>`
    select id, dialect, event_types, conditions, is_test, fanned_seq
    from webhook_endpoints where workspace_id = ${workspace.id} and is_enabled
    order by id for no key update`;
  const from = Math.min(...endpoints.map(({ fannedSeq }) => fannedSeq));
  const limit = Math.max(20, Math.min(MAX_EVENTS, Math.floor(MAX_ROWS / endpoints.length)));
  const { events, upTo } = await readNumbered(tx, workspace.id, from, limit);
  const made: NewDelivery[] = [];
  for (const event of events) {
    for (const endpoint of endpoints) {
      if (event.seq > endpoint.fannedSeq) made.push(...(await deliveriesOf(ctx, dialects, endpoint, event)));
    }
  }
  await Promise.all([
    insertDeliveries(ctx, made),
    tx`
      update webhook_endpoints set fanned_seq = ${upTo}
      where workspace_id = ${workspace.id} and is_enabled and fanned_seq < ${upTo}`,
  ]);
}

/** Up to where was looked is of the same statement, so that nothing is skipped. */
async function readNumbered(tx: Tx, workspaceId: string, after: number, limit: number) {
  const rows = await tx<(EventRow & { lastSeq: number })[]>`
    select w.last_event_seq as last_seq, ${eventColumns(tx)}
    from workspaces w left join lateral (
      select e.* from events e where e.workspace_id = w.id and e.seq > ${after} order by e.seq limit ${limit}) e on true
    where w.id = ${workspaceId} order by e.seq`;
  const events = rows.filter(({ id }) => id !== null).map(({ lastSeq, ...row }) => toEvent(row));
  const upTo = events.length === limit ? events.at(-1)?.seq : rows[0]?.lastSeq;
  return { events, upTo: upTo ?? after };
}
