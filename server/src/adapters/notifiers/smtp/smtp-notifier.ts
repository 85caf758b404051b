import { isMailAddress, type Sender, type SmtpServer } from '../../../kernel/smtp.ts';
import { reasonOf } from '../../../kernel/startup-error.ts';
import type { Notifier, Recipient, Unreached } from '../port.ts';

/** For all who are told at once. */
const TIMEOUT_MS = 10_000;
const CONNECTIONS_AT_ONCE = 3;
/** In characters: more of a lead's words is for who opens the lead. */
const LONGEST_REASON = 2_000;

export interface SmtpNotifierOptions {
  readonly server: SmtpServer;
  readonly from: Sender;
  /** Where people reach Foyer; links begin with it. */
  readonly publicUrl: string;
  readonly timeoutMs?: number;
  /** That are trusted besides those that the machine trusts. */
  readonly certificates?: readonly string[];
}

interface Words {
  readonly subject: string;
  readonly text: string;
}

/** Writes to those whose address is an e-mail address, to each alone. */
export function createSmtpNotifier(options: SmtpNotifierOptions): Notifier {
  const leadUrl = (leadId: string) => `${options.publicUrl}/v1/leads/${leadId}`;
  return {
    name: 'smtp',
    reaches: isMailAddress,
    notify: ({ leadId, reason, to }, { idempotencyKey }) =>
      mailAll(options, to, needWords(leadUrl(leadId), leadId, reason), idempotencyKey),
    tell: ({ subject, text, to }, { idempotencyKey }) => mailAll(options, to, { subject, text }, idempotencyKey),
  };
}

function needWords(url: string, leadId: string, reason: string | null): Words {
  const why = reason === null ? [] : [`Why: ${onOneLine(reason)}`];
  const where = `The lead: ${url}\nOn the server: npx foyer lead get ${leadId}`;
  return { subject: 'A lead needs a person', text: ['A lead waits for a person.', ...why, where].join('\n\n') };
}

function onOneLine(text: string): string {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length > LONGEST_REASON ? `${line.slice(0, LONGEST_REASON).toWellFormed()}…` : line;
}

async function mailAll(
  options: SmtpNotifierOptions,
  to: readonly Recipient[],
  words: Words,
  key: string,
): Promise<Unreached[]> {
  const readers = to.filter(({ address }) => isMailAddress(address));
  if (readers.length === 0) return [];
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const transport = await openTransport(options, timeoutMs);
  // A server that sends a byte now and then would keep every other time limit from coming.
  const tooLate = Promise.withResolvers<never>();
  const timer = setTimeout(() => tooLate.reject(new Error(`it took more than ${timeoutMs} ms`)), timeoutMs);
  const mail = async ({ memberId, address }: Recipient): Promise<Unreached[]> => {
    const sent = transport.sendMail({
      from: { ...options.from },
      to: { name: '', address },
      messageId: messageId(`${key}.${memberId}`, options.from),
      headers: { 'Auto-Submitted': 'auto-generated' },
      ...words,
    });
    try {
      await Promise.race([sent, tooLate.promise]);
      return [];
    } catch (error) {
      return [{ memberId, ...explain(error) }];
    }
  };
  try {
    return (await Promise.all(readers.map(mail))).flat();
  } finally {
    clearTimeout(timer);
    transport.close({ force: true });
  }
}

/** The library is read in when there is something to send. */
async function openTransport({ server, certificates }: SmtpNotifierOptions, timeoutMs: number) {
  const { createTransport } = await import('nodemailer');
  const { host, port, isTls, isHere, login } = server;
  return createTransport({
    pool: true,
    maxConnections: CONNECTIONS_AT_ONCE,
    maxRequeues: 1,
    host,
    port,
    secure: isTls,
    // Nobody between the two may have the password by leaving STARTTLS out of what the server offers.
    requireTLS: login !== undefined && !isHere,
    ...(login && { auth: { user: login.user, pass: login.password } }),
    tls: { rejectUnauthorized: !isHere, ...(certificates && { ca: [...certificates] }) },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** The same for the same member and matter, so that mail programs show a repetition as the one it repeats. */
function messageId(matter: string, { address }: Sender): string {
  return `<${matter.replaceAll(/[^\w.-]/g, '-')}@${address.split('@')[1]}>`;
}

/** What a mail server says is left out: it may name the address, or repeat the password. */
function explain(error: unknown): Omit<Unreached, 'memberId'> {
  const { responseCode, response, command, code } = factsOf(error);
  if (typeof responseCode === 'number') {
    const isRefused = responseCode >= 500 && (command === 'RCPT TO' || command === 'DATA');
    return { reason: `The mail server answered ${responseCode} to ${command}.`, isWorthRetrying: !isRefused };
  }
  const why = response || code === 'EENVELOPE' ? code : reasonOf(error);
  return { reason: `The mail could not be handed over: ${why}.`, isWorthRetrying: true };
}

/** What the library puts on its errors. */
function factsOf(error: unknown): Readonly<Record<string, unknown>> {
  return error instanceof Error ? Object.fromEntries(Object.entries(error)) : {};
}
