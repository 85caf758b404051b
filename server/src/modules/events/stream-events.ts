import { Readable } from 'node:stream';
import { z } from 'zod';
import { type Ctx, processToolsOf, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { optionalWholeNumber } from '../../kernel/whole-number.ts';
import { type Event, type EventFilter, eventFilterQuery, toFilter } from './event.ts';
import { type Follower, joinFeed } from './event-feed.ts';
import { MAX_SEQ } from './list-events.ts';
import { type EventPage, readEvents } from './read-events.ts';
import { takeStreamRoom } from './stream-room.ts';

const PAGE = 500;
const HEARTBEAT_MS = 15_000;
/** One who takes less than comes is let go, and goes on from what he had. */
const MAX_WAITING_BYTES = 1_000_000;

const streamEventsQuery = z.strictObject({
  after: optionalWholeNumber(0, MAX_SEQ).describe(
    'Begins after this event. `Last-Event-ID` says the same and wins. Without either the stream begins now.',
  ),
  ...eventFilterQuery,
});

interface Stream extends Follower {
  readonly out: Readable;
  /** Who may read it, and of what. */
  readonly ctx: Ctx;
  readonly filter: EventFilter;
}

/**
 * Events as they come, as server-sent events: first those after the given one, then each as it is numbered, every one
 * once and in order. Ends when the client goes, the server closes, or the key is revoked or expires. Raises `conflict`
 * events_forgotten, `invalid_input`, `rate_limited` too_many_streams.
 */
export async function streamEvents(
  ctx: Ctx,
  query: z.infer<typeof streamEventsQuery>,
  signal: AbortSignal,
  lastEventId?: string,
): Promise<Readable> {
  requireScope(ctx, 'events:read');
  const filter = toFilter(query);
  const after = lastEventId === undefined ? query.after : numberOf(lastEventId);
  const giveBack = takeStreamRoom(ctx);
  const out = new Readable({ read: () => undefined, highWaterMark: 1_024 });
  out.once('close', giveBack);
  // Looked at before the answer begins, so that what is wrong with the request is an answer of its own.
  const first = await readPage(ctx, filter, after ?? MAX_SEQ).catch((error: unknown) => {
    out.destroy();
    throw error;
  });
  const stream: Stream = {
    ctx: slim(ctx),
    filter,
    out,
    position: first.nextAfter,
    give: (events) => write(stream, events),
  };
  // A number that is yet to come is not the client's to keep: what has it by then would pass him by.
  const from = Math.min(after ?? first.nextAfter, first.nextAfter);
  out.push(`retry: 1000\nid: ${from}\n: from here on\n\n`);
  write(stream, first.data);
  signal.addEventListener('abort', () => out.destroy(), { once: true });
  if (signal.aborted) out.destroy();
  void follow(stream);
  return out;
}

/** Catches up, then goes with the feed of all. */
async function follow(stream: Stream): Promise<void> {
  const { ctx, out, filter } = stream;
  try {
    let leave = joinFeed(ctx, stream);
    while (!leave && !out.destroyed) {
      const page = await readPage(ctx, filter, stream.position);
      stream.position = page.nextAfter;
      write(stream, page.data);
      leave = joinFeed(ctx, stream);
    }
    if (!leave) return;
    if (out.destroyed) return leave();
    out.once('close', leave);
    keepAlive(stream);
  } catch (error) {
    ctx.log.warn({ err: error }, 'a stream of events ended, as they could not be read');
    out.destroy();
  }
}

function readPage(ctx: Ctx, filter: EventFilter, after: number): Promise<EventPage> {
  return readEvents(ctx, { ...filter, after, limit: PAGE, isTest: ctx.isTest });
}

function write(stream: Stream, events: readonly Event[]): void {
  const { out, filter, ctx } = stream;
  const wanted = events.filter((event) => event.isTest === ctx.isTest && fits(event, filter));
  if (wanted.length === 0 || out.destroyed) return;
  out.push(wanted.map(textOf).join(''));
  if (out.readableLength > MAX_WAITING_BYTES) out.destroy();
}

const texts = new WeakMap<Event, string>();

/** Made once for all who are given the event. */
function textOf(event: Event): string {
  const known = texts.get(event);
  if (known !== undefined) return known;
  const text = `id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
  texts.set(event, text);
  return text;
}

function fits(event: Event, { types, leadId }: EventFilter): boolean {
  const isOfType = types === undefined || types.some((type) => type === event.type);
  return isOfType && (leadId === undefined || event.leadId === leadId.toLowerCase());
}

/** An id without data moves a client's Last-Event-ID on, so that it need not come back to what its filter leaves out. */
function keepAlive(stream: Stream): void {
  const { out, ctx } = stream;
  const timer = setInterval(async () => {
    if (!(await isKeyAlive(ctx))) out.destroy();
    if (!out.destroyed) out.push(`id: ${stream.position}\n: still here\n\n`);
  }, HEARTBEAT_MS);
  out.once('close', () => clearInterval(timer));
}

/** Whether the stream's key opens anything still. Where the database cannot say, the stream goes on. */
async function isKeyAlive(ctx: Ctx): Promise<boolean> {
  if (ctx.actor.kind !== 'api_key') return true;
  return transaction(ctx, async ({ tx, at, workspace, actor }) => {
    const [row] = await tx`
      select id from api_keys
      where workspace_id = ${workspace.id} and id = ${actor.id} and revoked_at is null
        and (expires_at is null or expires_at > ${at})`;
    return row !== undefined;
  }).catch(() => true);
}

/** The caller without its request, which would stay in memory as long as the stream. */
function slim(ctx: Ctx): Ctx {
  const { workspace, actor, scopes, isTest, requestId } = ctx;
  return { ...processToolsOf(ctx), workspace, actor, scopes, isTest, requestId };
}

function numberOf(lastEventId: string): number {
  if (/^\d{1,15}$/.test(lastEventId)) return Number(lastEventId);
  const message = 'Send the id of the last event that the stream gave.';
  throw invalidInput('The Last-Event-ID is none of ours.', [{ path: ['Last-Event-ID'], message }]);
}

const streamSchema: z.ZodType<unknown> = z.string();

export const streamEventsOperation = defineOperation({
  operationId: 'streamEvents',
  method: 'GET',
  path: '/v1/stream',
  tag: 'Events',
  summary: 'Follow events',
  description:
    "Server-sent events. Each has its seq as `id`, its type as `event`, and the event as JSON in `data`. A client that comes back with `Last-Event-ID` goes on where it was: nothing is missed and nothing comes twice. A comment every 15 seconds keeps the connection open. A key may have 500 streams open and a workspace 2,000; one more is a 429 `too_many_streams`. Browsers' `EventSource` cannot send a key: use a client that can, or read through a server of yours.",
  auth: 'key',
  scope: 'events:read',
  query: streamEventsQuery,
  success: {
    status: 200,
    description: 'The stream.',
    schema: streamSchema,
    contentType: 'text/event-stream',
  },
  errors: ['conflict'],
  handle: (ctx: Ctx, input) => streamEvents(ctx, input.query, input.signal, input.header('last-event-id')),
});
