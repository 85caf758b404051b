import postgres from 'postgres';
import type { DatabaseLogin } from '../db/login.ts';
import { LONG_FIRST_MESSAGE, settling } from '../db/pool-socket.ts';
import type { Signals } from '../db/signals.ts';
import type { Log } from '../kernel/ctx.ts';

/** Under way. */
export interface Listener {
  stop(): Promise<void>;
}

const RETRY_MS = 500;

/**
 * Passes what other processes changed on to this one's signals, on a connection of its own. After a lost connection it
 * listens anew until it succeeds (the driver's own `listen` gives up at the first failure), and everyone looks, as
 * notifications may have been missed. Rejects where the first attempt fails.
 */
export async function listenForChanges(login: DatabaseLogin, signals: Signals, log: Log): Promise<Listener> {
  let isStopped = false;
  let retry: NodeJS.Timeout | undefined;
  const client = postgres({
    ...login,
    ...settling(login.ssl),
    connection: { ...LONG_FIRST_MESSAGE, ...login.connection },
    ...listening(signals),
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    fetch_types: false,
    onnotice: () => undefined,
    onclose: () => listenLater(),
  });
  await client`listen foyer_changes`;
  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(retry);
      await client.end({ timeout: 1 });
    },
  };

  function listenLater(): void {
    if (isStopped) return;
    clearTimeout(retry);
    retry = setTimeout(listenAgain, RETRY_MS);
  }

  async function listenAgain(): Promise<void> {
    try {
      await client`listen foyer_changes`;
      signals.sendAll();
    } catch (error) {
      if (!isStopped) log.warn({ err: error }, 'Cannot listen for the changes of other processes yet; trying again.');
      listenLater();
    }
  }
}

/** The driver hands every notification of a connection to `onnotify`, which its types leave out. */
function listening(signals: Signals): object {
  return {
    onnotify: (_channel: string, subjects: string) => {
      if (subjects === '*') signals.sendAll();
      else for (const subject of subjects.split(',')) signals.send(subject);
    },
  };
}
