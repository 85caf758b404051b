import type { SendResult } from '../../adapters/channels/port.ts';
import { type Loop, startLoop } from '../../jobs/loop.ts';
import { reasonOf } from '../../kernel/startup-error.ts';
import type { DeliveryTools } from './delivery-tools.ts';
import { type Claimed, type HandedOver, handOverMessages } from './hand-over-messages.ts';
import { setAside } from './set-aside.ts';
import { settleDeliveries, type Tried } from './settle-deliveries.ts';

const BATCH = 50;
/** Messages that are with their channels at once; a channel that hangs holds these up and no others. */
const MOST_UNDER_WAY = 200;
/** Less than a process has to end. */
const SEND_WITHIN_MS = 20_000;
const LOOK_MS = 500;
/** A lead that is being written to is looked at again after this. */
const BUSY_MS = 25;

/** Gives messages to their channels as they come due, until stopped. Several processes may do so at once. */
export function startDelivering(tools: DeliveryTools): Loop {
  const underWay = new Set<Promise<void>>();
  const settling = settleTogether(tools);
  const busy = new Set<string>();
  let looksAgain = false;
  /** How many looks take a single message, after one of several has raised. */
  let alone = 0;
  const wake = () => {
    looksAgain = false;
    busy.clear();
    tools.db.signals.send('deliveries');
  };
  const work = async () => {
    const room = MOST_UNDER_WAY - underWay.size;
    if (room <= 0) {
      await Promise.race(underWay);
      return true;
    }
    const handed = await look(Math.min(room, alone > 0 ? 1 : BATCH));
    if (busy.size > 0 && !looksAgain) setTimeout(wake, BUSY_MS).unref();
    looksAgain = busy.size > 0;
    for (const one of handed ?? []) {
      const sending = send(tools, one)
        .then((result) => settling({ handed: one, result }))
        .finally(() => underWay.delete(sending));
      underWay.add(sending);
    }
    return handed !== undefined;
  };
  /** One that raises is found by looking at each alone, and then set aside: the others go on. */
  const look = async (atMost: number): Promise<HandedOver[] | undefined> => {
    const claimed: Claimed[] = [];
    try {
      alone = Math.max(0, alone - 1);
      return await handOverMessages(tools, { atMost, busy, claimed });
    } catch (error) {
      const [only, ...others] = claimed;
      if (!only) throw error;
      tools.log.error({ err: error, deliveries: claimed.length }, 'messages could not be handed over');
      if (others.length > 0) alone = claimed.length;
      else await setAside(tools, only, error);
      return [];
    }
  };
  const loop = startLoop(tools, { name: 'deliveries', signal: 'deliveries', concurrency: 1, idleMs: LOOK_MS, work });
  return {
    stop: async () => {
      await loop.stop();
      await Promise.all(underWay);
    },
  };
}

/** One try. What a channel raises may come after the message has left: it is unknown what became of it. */
async function send({ channels, log }: DeliveryTools, { channel: name, message }: HandedOver): Promise<SendResult> {
  const channel = channels.get(name);
  if (!channel) return { outcome: 'failed', reason: `no channel ${name} is connected here`, isRetryable: false };
  try {
    return await channel.send(message, AbortSignal.timeout(SEND_WITHIN_MS));
  } catch (error) {
    log.error({ err: error, channel: name, messageId: message.idempotencyKey }, 'a channel raised an error');
    if (channel.capabilities.takesIdempotencyKey)
      return {
        outcome: 'failed',
        reason: `the channel failed: ${reasonOf(error)}`,
        isRetryable: true,
        mayHaveArrived: true,
      };
    return { outcome: 'unknown', reason: `the channel failed: ${reasonOf(error)}` };
  }
}

/** Settles what ends in the same moment in one transaction for each workspace. A failure leaves it to the lease's end. */
function settleTogether(tools: DeliveryTools): (tried: Tried) => Promise<void> {
  let waiting: Tried[] = [];
  let turn: Promise<void> | undefined;
  const settleAll = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    const all = Map.groupBy(waiting, ({ handed }) => handed.workspace.id);
    waiting = [];
    turn = undefined;
    for (const [workspaceId, tried] of all) {
      await settleDeliveries(tools, tried).catch((error: unknown) => {
        tools.log.error({ err: error, workspaceId, messages: tried.length }, 'what became of messages was not written');
      });
    }
  };
  return (tried) => {
    waiting.push(tried);
    turn ??= settleAll();
    return turn;
  };
}
