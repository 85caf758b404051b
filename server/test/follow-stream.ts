export interface StreamedEvent {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

export interface FollowedStream {
  /** What came so far, grows. */
  readonly events: StreamedEvent[];
  /** The last id that came, also without an event. */
  lastEventId(): string;
  /** Resolves when it has ended, by whichever side. */
  readonly ended: Promise<void>;
  close(): void;
}

/** Reads a stream of server-sent events as the standard says. Raises where the answer is none. */
export async function followStream(url: string, headers: Readonly<Record<string, string>>): Promise<FollowedStream> {
  const controller = new AbortController();
  const response = await fetch(url, { headers, signal: controller.signal });
  if (response.status !== 200 || !response.body) throw new Error(`${response.status} ${await response.text()}`);
  const events: StreamedEvent[] = [];
  let lastEventId = '';
  const read = async (body: ReadableStream<Uint8Array>) => {
    let text = '';
    const decoder = new TextDecoder();
    for await (const piece of body) {
      text += decoder.decode(piece, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) take(block);
    }
  };
  const take = (block: string) => {
    const fields = new Map(
      block.split('\n').map((line) => [line.split(': ')[0] ?? '', line.slice(line.indexOf(': ') + 2)]),
    );
    lastEventId = fields.get('id') ?? lastEventId;
    const data = fields.get('data');
    if (data !== undefined) events.push({ id: lastEventId, event: fields.get('event') ?? 'message', data });
  };
  // A server that is killed, or we who close, ends it with an error: both are an end, and whoever waits wants no more.
  const ended = read(response.body).catch(() => undefined);
  return { events, lastEventId: () => lastEventId, ended, close: () => controller.abort() };
}
