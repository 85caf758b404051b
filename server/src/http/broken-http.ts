import type { Socket } from 'node:net';

interface Status {
  readonly status: number;
  readonly title: string;
}

/**
 * What Node's parser says, and the status that fits: all else is a 400. Their titles stand here because to import
 * `node:http` for them also loads the HTTP client that comes with Node, which is 14 MB.
 */
const statuses: Readonly<Record<string, Status>> = {
  HPE_HEADER_OVERFLOW: { status: 431, title: 'Request Header Fields Too Large' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, title: 'Request Timeout' },
};
const badRequest: Status = { status: 400, title: 'Bad Request' };

/** Answers a connection that does not speak HTTP: no request ever came of it, so there is no id and no log line. */
export function answerBrokenHttp(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, title } = statuses[error.code ?? ''] ?? badRequest;
  const body = JSON.stringify({ type: 'about:blank', title, status, detail: 'The request is not valid HTTP.' });
  socket.end(
    [
      `HTTP/1.1 ${status} ${title}`,
      'Content-Type: application/problem+json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
