/** What a generator measured between the beginning and the end of its window. */
export interface LoadResult {
  readonly answers: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** How often what was wrong, in the window and before it. */
  readonly wrong: Readonly<Record<string, number>>;
  readonly bytesPerAnswer: number;
}

/** What a generator tells the benchmark, in this order. */
export type LoadMessage = { readonly kind: 'began' } | { readonly kind: 'ended'; readonly result: LoadResult };

/** Counts only what is answered within the window, but remembers every wrong answer. */
export class Recorder {
  #latencies: number[] = [];
  #bytes = 0;
  #beganAt = 0;
  readonly #wrong = new Map<string, number>();
  /** True once nothing more is to be sent. */
  isOver = false;

  begin(): void {
    this.#latencies = [];
    this.#bytes = 0;
    this.#beganAt = performance.now();
  }

  note(sinceMs: number, bytes: number): void {
    this.#latencies.push(performance.now() - sinceMs);
    this.#bytes += bytes;
  }

  noteWrong(what: string): void {
    this.#wrong.set(what, (this.#wrong.get(what) ?? 0) + 1);
  }

  end(): LoadResult {
    this.isOver = true;
    const seconds = (performance.now() - this.#beganAt) / 1000;
    const sorted = Float64Array.from(this.#latencies).sort();
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
    return {
      answers: sorted.length,
      perSecond: sorted.length / seconds,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      wrong: Object.fromEntries(this.#wrong),
      bytesPerAnswer: this.#bytes / Math.max(1, sorted.length),
    };
  }
}

/** Connecting, and the first code that is compiled, are no part of what is measured. */
const LEAD_IN_MS = 500;

/**
 * Tells the benchmark when the window begins and what was counted in it, and ends this process, also where the
 * benchmark is gone.
 */
export function runWindow(recorder: Recorder, seconds: number): void {
  process.once('disconnect', () => process.exit(0));
  setTimeout(() => {
    recorder.begin();
    tell({ kind: 'began' });
    setTimeout(() => {
      tell({ kind: 'ended', result: recorder.end() });
      // What is under way may be a poll that waits for half a minute.
      process.disconnect();
    }, seconds * 1000);
  }, LEAD_IN_MS);
}

function tell(message: LoadMessage): void {
  process.send?.(message);
}
