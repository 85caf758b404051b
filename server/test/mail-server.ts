import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { testCertificate } from './certificate.ts';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Who signed in, with which password. */
  readonly login: string | undefined;
  readonly isEncrypted: boolean;
  /** Names in lower case; folded lines are one. */
  readonly headers: ReadonlyMap<string, string>;
  /** As it reads. */
  readonly text: string;
  /** As it came. */
  readonly raw: string;
}

export interface MailServer {
  readonly port: number;
  readonly received: ReceivedMail[];
  /** With what a recipient is refused; nobody unless set. */
  refuse: (address: string) => number | undefined;
  /** With what a mail is refused; none unless set. */
  refuseMail: () => number | undefined;
  close(): Promise<void>;
}

interface Manners {
  /** `starttls` unless said. */
  readonly tls?: 'none' | 'starttls' | 'always';
  readonly login?: { readonly user: string; readonly password: string };
}

/** A mail server on 127.0.0.1 that takes mails for anybody. */
export async function startMailServer({ tls = 'starttls', login }: Manners = {}): Promise<MailServer> {
  const logins = new Map<string, string>();
  const server = new SMTPServer({
    ...testCertificate,
    secure: tls === 'always',
    disabledCommands: tls === 'none' ? ['STARTTLS'] : [],
    authOptional: login === undefined,
    allowInsecureAuth: true,
    closeTimeout: 100,
    onAuth: ({ username, password }, session, done) => {
      if (username !== login?.user || password !== login?.password) {
        return done(failure(535, `${username} with ${password} is nobody here`));
      }
      logins.set(session.id, `${username} ${password}`);
      done(null, { user: username });
    },
    onRcptTo: ({ address }, _session, done) => {
      const code = mailServer.refuse(address);
      done(code === undefined ? null : failure(code, `${address} is not taken`));
    },
    onData: async (stream, session, done) => {
      const raw = await text(stream);
      const code = mailServer.refuseMail();
      if (code !== undefined) return done(failure(code, 'this mail is not taken'));
      const { mailFrom, rcptTo } = session.envelope;
      const mail = { from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address), raw };
      const isEncrypted = session.secure;
      mailServer.received.push({ ...mail, ...read(raw), login: logins.get(session.id), isEncrypted });
      done();
    },
  });
  // A client that does not believe the certificate hangs up: that is no trouble of the server's.
  server.on('error', () => undefined);
  const listening: Server = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const mailServer: MailServer = {
    port: (listening.address() as AddressInfo).port,
    received: [],
    refuse: () => undefined,
    refuseMail: () => undefined,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return mailServer;
}

function failure(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

function read(raw: string): Pick<ReceivedMail, 'headers' | 'text'> {
  const end = raw.indexOf('\r\n\r\n');
  const lines = raw
    .slice(0, end)
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = new Map(
    lines.map((line) => {
      const [name = '', ...value] = line.split(':');
      return [name.toLowerCase(), value.join(':').trim()];
    }),
  );
  const body = raw.slice(end + 4);
  const encoding = headers.get('content-transfer-encoding');
  return { headers, text: encoding === 'base64' ? Buffer.from(body, 'base64').toString() : unquoted(body, encoding) };
}

function unquoted(body: string, encoding: string | undefined): string {
  if (encoding !== 'quoted-printable') return body;
  const bytes = body.replaceAll(/=\r\n/g, '').replaceAll(/=([0-9A-F]{2})/g, (_, hex) => `%${hex}`);
  return decodeURIComponent(bytes.replaceAll(/%(?![0-9A-F]{2})/g, '%25'));
}
