export interface OutboundRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  /** What the connection needs (Host, Content-Length and their like) is added, whatever is given of it. */
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as well. Where an answer repeats a value of them, it is masked: answers are kept and shown. */
  readonly secretHeaders?: Readonly<Record<string, string>>;
  /** It must not come twice: it goes over a connection of its own, as one that was kept open may have been ended meanwhile. */
  readonly isOnce?: boolean;
  readonly body?: string | undefined;
  /** From the look-up of the name to the last byte of the answer. */
  readonly timeoutMs: number;
  /** More than this of the answer's body is left unread. */
  readonly maxAnswerBytes: number;
}

/** What came of a request; `durationMs` is from its beginning, whatever came. */
export type OutboundResult =
  /** Also a 3xx: no redirect is followed. */
  | {
      readonly outcome: 'answered';
      readonly status: number;
      /** Names in lower case. */
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      readonly isCut: boolean;
      readonly durationMs: number;
    }
  /**
   * `refused`: Foyer sends nothing there. `timed_out`: it may have arrived. `failed`: no connection, or one that broke,
   * after which it may have arrived too. `reason` is for people and names no address inside the network.
   */
  | {
      readonly outcome: 'refused' | 'timed_out' | 'failed';
      readonly reason: string;
      /** Whether the same request may succeed later. */
      readonly isWorthRetrying: boolean;
      /** False where certainly nothing of it has reached the other side. */
      readonly mayHaveArrived: boolean;
      readonly durationMs: number;
    };

/** Requests to addresses that users choose: nothing reaches the installation's own network but what its admin allows. */
export interface Outbound {
  /**
   * Why nothing would ever be sent to this address, as a sentence that says what to do; undefined where it may be used.
   * A name is not looked up: what it stands for is judged at each request.
   */
  judge(url: string): string | undefined;
  /** Never raises. */
  send(request: OutboundRequest): Promise<OutboundResult>;
}
