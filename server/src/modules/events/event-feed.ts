import type { Ctx } from '../../db/database.ts';
import { reasonOf } from '../../kernel/startup-error.ts';
import type { Event } from './event.ts';
import { readEvents } from './read-events.ts';

/** Who is given a workspace's events as they come. */
export interface Follower {
  /** Every event up to here was given, or was not wanted. */
  position: number;
  give(events: readonly Event[]): void;
}

const BATCH = 500;
const RETRY_MS = 1_000;

/** A workspace's events as they come, read once for all of a process who follow them. */
interface OpenFeed {
  readonly followers: Set<Follower>;
  position: number;
  isReading: boolean;
  hasMore: boolean;
  stop(): void;
}

const feedsOf = new WeakMap<object, Map<string, OpenFeed>>();

/**
 * Joins a workspace's feed with a follower that is at `position`; undefined where the feed is ahead of it, so that it
 * must catch up first. Returns what leaves the feed again.
 */
export function joinFeed(ctx: Ctx, follower: Follower): (() => void) | undefined {
  const feeds = feedsOf.get(ctx.db) ?? new Map<string, OpenFeed>();
  feedsOf.set(ctx.db, feeds);
  const id = ctx.workspace.id;
  const feed = feeds.get(id) ?? openFeed(ctx, follower.position);
  if (feed.position > follower.position) return undefined;
  feeds.set(id, feed);
  feed.followers.add(follower);
  // What came since the follower looked.
  void read(ctx, feed);
  return () => {
    feed.followers.delete(follower);
    if (feed.followers.size > 0) return;
    feed.stop();
    feeds.delete(id);
  };
}

function openFeed(ctx: Ctx, position: number): OpenFeed {
  const feed: OpenFeed = { followers: new Set(), position, isReading: false, hasMore: false, stop: () => undefined };
  feed.stop = ctx.db.signals.listen(ctx.workspace.id, () => void read(ctx, feed));
  return feed;
}

async function read(ctx: Ctx, feed: OpenFeed): Promise<void> {
  feed.hasMore = true;
  if (feed.isReading) return;
  feed.isReading = true;
  while (feed.hasMore && feed.followers.size > 0) {
    feed.hasMore = false;
    try {
      const page = await readEvents(ctx, { after: feed.position, limit: BATCH, isTest: undefined });
      feed.position = page.nextAfter;
      feed.hasMore ||= page.data.length === BATCH;
      for (const follower of feed.followers) hand(follower, page.data, page.nextAfter);
    } catch (error) {
      ctx.log.warn({ reason: reasonOf(error) }, 'events could not be read for those who follow them');
      setTimeout(() => void read(ctx, feed), RETRY_MS).unref();
    }
  }
  feed.isReading = false;
}

function hand(follower: Follower, events: readonly Event[], upTo: number): void {
  const since = follower.position;
  follower.position = Math.max(since, upTo);
  const fresh = events.filter(({ seq }) => seq > since);
  if (fresh.length > 0) follower.give(fresh);
}
