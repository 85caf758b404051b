import { EventEmitter } from 'node:events';

/**
 * "Something changed about this subject": a conversation's, lead's or workspace's id, or `stimuli` and `events` for the
 * jobs that take them. A signal carries nothing and may come for nothing; whoever hears it looks at the database.
 */
export interface Signals {
  send(subject: string): void;
  /** Everyone who waits looks: used where the subjects are not known. */
  sendAll(): void;
  /** Calls `heard` at each signal for the subject until the returned function is called. */
  listen(subject: string, heard: () => void): () => void;
}

export function createSignals(): Signals {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0);
  return {
    send: (subject) => void emitter.emit(subject),
    sendAll: () => {
      for (const subject of emitter.eventNames()) emitter.emit(subject);
    },
    listen: (subject, heard) => {
      emitter.on(subject, heard);
      return () => void emitter.off(subject, heard);
    },
  };
}

export interface Patience {
  readonly timeoutMs: number;
  /** Fires when nobody waits for the answer any more. */
  readonly abort: AbortSignal;
}

/**
 * Looks, and looks again at each signal for the subject, until `isEnough` of what was seen or patience ends; returns
 * what was seen last. It listens before it looks, so that nothing said in between is missed.
 */
export async function lookUntil<T>(
  signals: Signals,
  subject: string,
  { timeoutMs, abort }: Patience,
  look: () => Promise<T>,
  isEnough: (seen: T) => boolean,
): Promise<T> {
  let heard = Promise.withResolvers<void>();
  let isOver = timeoutMs <= 0;
  const wake = () => heard.resolve();
  const giveUp = () => {
    isOver = true;
    wake();
  };
  const stop = signals.listen(subject, wake);
  const timer = setTimeout(giveUp, timeoutMs);
  abort.addEventListener('abort', giveUp);
  try {
    for (;;) {
      const seen = await look();
      if (isEnough(seen) || isOver || abort.aborted) return seen;
      await heard.promise;
      heard = Promise.withResolvers<void>();
    }
  } finally {
    stop();
    clearTimeout(timer);
    abort.removeEventListener('abort', giveUp);
  }
}
