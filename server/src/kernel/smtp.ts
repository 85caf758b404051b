import { isIP } from 'node:net';

/** The mail server over which an installation's mails leave. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** From the first byte on; else by STARTTLS where the server offers it. */
  readonly isTls: boolean;
  /** On this machine: a password needs no TLS, and a certificate is believed whoever made it. */
  readonly isHere: boolean;
  readonly login: { readonly user: string; readonly password: string } | undefined;
}

/** Whom mails come from. */
export interface Sender {
  readonly name: string;
  readonly address: string;
}

/** `smtp://` or `smtps://`, with user and password or without, host and port or without; undefined for anything else. */
export function readSmtpUrl(text: string): SmtpServer | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['smtp:', 'smtps:'].includes(url.protocol)) return undefined;
  const host = url.hostname.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) === 0 && !/^[a-z0-9_]([a-z0-9._-]*[a-z0-9])?$/.test(host)) return undefined;
  if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '') return undefined;
  const [user, password] = [decoded(url.username), decoded(url.password)];
  if (user === undefined || password === undefined || (user === '') !== (password === '')) return undefined;
  const isTls = url.protocol === 'smtps:';
  return {
    host,
    port: Number(url.port) || (isTls ? 465 : 587),
    isTls,
    isHere: host === 'localhost' || host === '::1' || /^127\.[\d.]+$/.test(host),
    login: user === '' ? undefined : { user, password },
  };
}

/** `desk@example.com` or `Front desk <desk@example.com>`; undefined for anything else. */
export function readSender(text: string): Sender | undefined {
  const [, name = '', bracketed] = /^([^<>]*)<([^<>]*)>$/.exec(text) ?? [];
  const address = bracketed ?? text;
  if (!isMailAddress(address) || /\p{Cc}/u.test(name)) return undefined;
  return { name: name.trim().replace(/^"(.*)"$/, '$1'), address };
}

/** Whether mail can be sent there: one address and nothing besides. */
export function isMailAddress(text: string): boolean {
  return /^[^\s\p{Cc}<>()[\]\\,;:"@]+@[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/iu.test(text);
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
