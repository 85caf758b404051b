/** What a client may call its request: what is safe in a header, a log and a database, and long enough to find. */
const SANE = /^[A-Za-z0-9][A-Za-z0-9._:-]{7,99}$/;

/** The request's id: the client's own where `X-Request-Id` is sane, else a new one. */
export function chooseRequestId(header: string | string[] | undefined, makeId: () => string): string {
  return typeof header === 'string' && SANE.test(header) ? header : makeId();
}
