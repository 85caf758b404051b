import { StartupError } from '../kernel/startup-error.ts';
import type { DatabaseLogin } from './login.ts';

type Ssl = DatabaseLogin['ssl'];
const SSL_MODES: Readonly<Record<string, Ssl>> = {
  disable: false,
  allow: 'allow',
  prefer: 'prefer',
  require: 'require',
  'verify-ca': 'verify-full',
  'verify-full': 'verify-full',
};

/** Reads a `postgres://` address, with libpq's `host` (a socket's folder) and `sslmode` after the question mark. */
export function loginFromUrl(text: string, setting: string): DatabaseLogin {
  const url = parse(text, setting);
  const parameters = new Map(url.searchParams);
  const take = (name: string): string | undefined => {
    const value = parameters.get(name);
    parameters.delete(name);
    return value;
  };
  const host = take('host') ?? decode(url.hostname.replace(/^\[|\]$/g, ''));
  const port = Number(take('port') ?? (url.port || 5432));
  const mode = take('sslmode') ?? take('ssl') ?? 'prefer';
  const ssl = SSL_MODES[mode];
  const username = take('user') ?? decode(url.username);
  if (username === '')
    throw new StartupError(`${setting} names no user: write postgres://user:password@host:5432/database.`);
  if (ssl === undefined) {
    throw new StartupError(`${setting}: sslmode ${mode} is not known; use ${Object.keys(SSL_MODES).join(', ')}.`);
  }
  const common = {
    port,
    database: decode(url.pathname.slice(1)) || username,
    username,
    password: take('password') ?? decode(url.password),
    connection: Object.fromEntries(parameters),
  };
  if (host.startsWith('/')) return { ...common, host, path: `${host}/.s.PGSQL.${port}`, ssl: false };
  return { ...common, host: host || 'localhost', ssl };
}

/** libpq lets the host be left out where a parameter names it; a URL with a user must have one. */
function parse(text: string, setting: string): URL {
  const whole = text.replace(/@(?=[/?]|$)/, '@localhost');
  if (!URL.canParse(whole)) {
    throw new StartupError(
      `${setting} cannot be read: percent-encode signs such as @ : / # ? in the user and the password.`,
    );
  }
  return new URL(whole);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign that nobody encoded: then it stands for itself.
    return text;
  }
}
