import { connect, type Socket } from 'node:net';

export interface Target {
  readonly host: string;
  readonly port: number;
}

/** What came back. `body` is only good until the next answer on the same connection: copy what is to be kept. */
export interface Answer {
  readonly status: number;
  readonly body: Buffer;
  readonly bytes: number;
}

type Done = (answer: Answer | Error) => void;

const HEAD_END = Buffer.from('\r\n\r\n');
const RECEIVE_BYTES = 65_536;

/**
 * One keep-alive connection that speaks just enough HTTP/1.1: one request at a time, answers with a Content-Length or
 * without a body. A library's client would take the processor time that is to be measured.
 */
export class Connection {
  readonly #socket: Socket;
  #done: Done | undefined;
  /** The beginning of an answer that came in pieces. */
  #received: Buffer | undefined;

  constructor({ host, port }: Target, onOpen: () => void, onError: (error: Error) => void) {
    const buffer = Buffer.alloc(RECEIVE_BYTES);
    const onread = {
      buffer,
      callback: (length: number) => {
        this.#take(buffer.subarray(0, length));
        return true;
      },
    };
    this.#socket = connect({ host, port, noDelay: true, onread }, onOpen);
    const fail = (error: Error) => (this.#done ? this.#settle(error) : onError(error));
    this.#socket.on('error', fail);
    this.#socket.on('close', () => this.#settle(new Error('the server closed the connection')));
  }

  static open(target: Target): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const connection: Connection = new Connection(target, () => resolve(connection), reject);
    });
  }

  /** Sends a whole request; `done` is called once, with its whole answer or with why there is none. */
  send(request: string | Uint8Array, done: Done): void {
    this.#done = done;
    this.#socket.write(request);
  }

  /** As `send`, with a body that stays. */
  ask(request: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.send(request, (answer) =>
        answer instanceof Error ? reject(answer) : resolve({ ...answer, body: Buffer.from(answer.body) }),
      );
    });
  }

  close(): void {
    this.#done = undefined;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    const all = this.#received ? Buffer.concat([this.#received, chunk]) : chunk;
    const answer = readAnswer(all);
    // The socket's buffer is written over by the next piece.
    if (answer === undefined) this.#received = this.#received ? all : Buffer.from(all);
    else this.#settle(answer);
  }

  #settle(answer: Answer | Error): void {
    const done = this.#done;
    this.#done = undefined;
    this.#received = undefined;
    done?.(answer);
  }
}

/** Undefined while the answer is not whole. */
function readAnswer(all: Buffer): Answer | Error | undefined {
  const headEnd = all.indexOf(HEAD_END);
  if (headEnd < 0) return undefined;
  const head = all.toString('latin1', 0, headEnd);
  const status = Number(head.slice(9, 12));
  const hasBody = status !== 304 && status !== 204;
  const length = hasBody ? Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1]) : 0;
  if (Number.isNaN(length)) return new Error(`an answer without a length: ${head}`);
  const end = headEnd + HEAD_END.length + length;
  if (all.length < end) return undefined;
  return { status, body: all.subarray(headEnd + HEAD_END.length, end), bytes: end };
}

export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request as it goes over the wire. */
export function toWire({ method, path, headers = {}, body = '' }: WireRequest): string {
  const length = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
  const all = Object.entries({ host: 'localhost', ...headers, ...(body !== '' && length) });
  return [`${method} ${path} HTTP/1.1`, ...all.map(([name, value]) => `${name}: ${value}`), '', body].join('\r\n');
}
