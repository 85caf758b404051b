import type { TestServer } from './server.ts';

export interface ClientAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON that came; null where none did. */
  readonly body: ReturnType<JSON['parse']>;
}

interface ClientRequest {
  /** Sent as it is where it is a text or bytes, else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks a server over a connection, as a program of a dialect's customer does: `ask('GET', '/api/v1/leads')`. */
export type Client = (method: string, path: string, request?: ClientRequest) => Promise<ClientAnswer>;

/** A program that was pointed at a prefix of the server, with headers of its own for every request. */
export function httpClient(server: TestServer, prefix: string, own: Readonly<Record<string, string>>): Client {
  return async (method, path, { body, headers } = {}) => {
    const reply = await fetch(server.url + prefix + path, {
      method,
      headers: { ...own, ...headers },
      ...(body !== undefined && {
        body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
      }),
    });
    const text = await reply.text();
    return { status: reply.status, headers: reply.headers, body: text === '' ? null : JSON.parse(text) };
  };
}
