import type { DestinationStream } from 'pino';

const WITHIN_MS = 10;
const MOST_CHARACTERS = 16_384;

export interface GatheredLines extends DestinationStream {
  /** Writes what is gathered: pino asks for it at a fatal line. */
  flushSync(): void;
  /** Writes what is gathered, and from now on each line at once. */
  close(): void;
}

/**
 * Passes lines on many at a time, each within ten milliseconds, and what is left when the process exits, unless by a
 * signal that nobody handles: a write for each line costs a request more than all else in logging.
 */
export function gatherLines(destination: DestinationStream): GatheredLines {
  let lines = '';
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (lines === '') return;
    const text = lines;
    lines = '';
    destination.write(text);
  };
  process.once('exit', flush);
  return {
    write: (line) => {
      lines += line;
      if (isClosed || lines.length >= MOST_CHARACTERS) flush();
      else timer ??= setTimeout(flush, WITHIN_MS).unref();
    },
    flushSync: flush,
    close: () => {
      isClosed = true;
      flush();
      process.off('exit', flush);
    },
  };
}
