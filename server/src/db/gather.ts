interface Waiting<I, O> {
  readonly input: I;
  resolve(output: O | undefined): void;
  reject(error: unknown): void;
}

/**
 * Gathers calls into statements: while `atOnce` of them are under way, further calls wait and go together in the next,
 * at most `most`. `run` gives what it found for each input, in their order, and undefined for what there is not; its
 * failure is that of all of them.
 */
export function gather<I, O>(
  run: (inputs: readonly I[]) => Promise<readonly (O | undefined)[]>,
  { atOnce, most }: { readonly atOnce: number; readonly most: number },
): (input: I) => Promise<O | undefined> {
  const waiting: Waiting<I, O>[] = [];
  let underWay = 0;
  const sendNext = async () => {
    const calls = waiting.splice(0, most);
    if (calls.length === 0) return;
    underWay += 1;
    try {
      const found = await run(calls.map(({ input }) => input));
      for (const [place, { resolve }] of calls.entries()) resolve(found[place]);
    } catch (error) {
      for (const { reject } of calls) reject(error);
    }
    underWay -= 1;
    void sendNext();
  };
  return (input) =>
    new Promise((resolve, reject) => {
      waiting.push({ input, resolve, reject });
      // Those that come in the same turn of the event loop go together.
      if (waiting.length === 1 && underWay < atOnce) setImmediate(() => underWay < atOnce && void sendNext());
    });
}
