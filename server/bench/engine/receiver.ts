import type { Channel, OutgoingMessage, SendResult } from '../../src/adapters/channels/port.ts';
import { type Ctx, transaction } from '../../src/db/database.ts';
import { enqueueStimulus } from '../../src/jobs/enqueue-stimulus.ts';
import type { Clock } from '../../src/kernel/clock.ts';
import { appendMessage } from '../../src/modules/conversations/index.ts';
import { handBackLead, takeOverLead } from '../../src/modules/people/index.ts';
import type { BenchLead } from './workspace.ts';

interface Reaction {
  readonly at: number;
  readonly work: () => Promise<unknown>;
}

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
/** One message in so many is not taken at its first try. */
const FAILS_EVERY = 50;
const AT_ONCE = 4;

/** Takes what is sent by SMS, and has leads, and people, react to it by their habits. */
export class Receiver {
  readonly #clock: Clock;
  readonly #taken = new Map<string, number>();
  readonly #had = new Map<string, number>();
  #reactions: Reaction[] = [];
  #ctx: Ctx | undefined;
  #leads: ReadonlyMap<string, BenchLead> = new Map();
  #tries = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  readonly channel: Channel = {
    name: 'sms',
    capabilities: {
      isInPlace: false,
      reaches: 'phone',
      isCall: false,
      leavesHouse: true,
      takesIdempotencyKey: true,
      freeTextHours: null,
      maxTextLength: 1_000,
    },
    send: (message) => Promise.resolve(this.#take(message)),
  };

  serve(ctx: Ctx, leads: ReadonlyMap<string, BenchLead>): void {
    this.#ctx = ctx;
    this.#leads = leads;
  }

  /** What came twice, or to nobody. */
  get faults(): string[] {
    return [...this.#taken].filter(([, times]) => times > 1).map(([key]) => `nothing twice under one key: ${key}`);
  }

  /** When the next reaction is due. */
  nextAt(): number {
    return this.#reactions.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
  }

  /** Has everybody react whose time has come. */
  async act(): Promise<void> {
    const now = this.#clock.now().getTime();
    const due = this.#reactions.filter(({ at }) => at <= now);
    if (due.length === 0) return;
    this.#reactions = this.#reactions.filter(({ at }) => at > now);
    const run = async () => {
      for (let next = due.pop(); next; next = due.pop()) await next.work();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, run));
  }

  #take({ idempotencyKey, to }: OutgoingMessage): SendResult {
    this.#tries += 1;
    if (this.#tries % FAILS_EVERY === 0) return { outcome: 'failed', reason: 'busy', isRetryable: true };
    this.#taken.set(idempotencyKey, (this.#taken.get(idempotencyKey) ?? 0) + 1);
    this.#react(to);
    return { outcome: 'sent', providerMessageId: idempotencyKey };
  }

  #react(to: string): void {
    const lead = this.#leads.get(to);
    const ctx = this.#ctx;
    if (!lead || !ctx) return;
    const had = (this.#had.get(to) ?? 0) + 1;
    this.#had.set(to, had);
    const { after, says, isTakenOver } = lead.habit;
    const now = this.#clock.now().getTime();
    const words = after === 0 ? undefined : says[had - after];
    // Within the quarter of an hour, by its number: not all at once.
    const delayMs = (1 + (Number(to.slice(-4)) % 15)) * MINUTE_MS;
    if (words !== undefined) this.#later(now + delayMs, () => hear(ctx, lead.id, words));
    if (isTakenOver === undefined || had !== after) return;
    const { id: leadId } = lead;
    this.#later(now + delayMs, () => takeOverLead(ctx, { leadId }));
    if (isTakenOver === 'for a day') this.#later(now + DAY_MS, () => handBackLead(ctx, { leadId }));
  }

  #later(at: number, work: () => Promise<unknown>): void {
    this.#reactions.push({ at, work });
  }
}

/** The lead writes where it was written to. */
function hear(ctx: Ctx, leadId: string, text: string): Promise<void> {
  return transaction(ctx, async (tctx) => {
    const { tx, workspace } = tctx;
    const [found] = await tx<{ id: string }[]>`
      select id from conversations where workspace_id = ${workspace.id} and lead_id = ${leadId} and channel = 'sms'
      order by id desc limit 1`;
    if (!found) throw new Error(`lead ${leadId} was written to and has no conversation`);
    const { id: conversationId } = found;
    const { message } = await appendMessage(tctx, { conversationId, leadId, channel: 'sms', author: 'lead', text });
    enqueueStimulus(tctx, { leadId, kind: 'message_received', payload: { conversationId, messageId: message.id } });
  });
}
