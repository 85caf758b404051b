import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { type Dialect, isDialect } from './kernel/key-format.ts';
import { nearestWord } from './kernel/nearest-word.ts';
import { readSender, readSmtpUrl, type Sender, type SmtpServer } from './kernel/smtp.ts';
import { StartupError } from './kernel/startup-error.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const ROLES = ['api', 'worker'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export type Role = (typeof ROLES)[number];

export interface Config {
  readonly host: string;
  /** 0 stands for any free port. */
  readonly port: number;
  readonly dataDir: string;
  /** Undefined means the embedded Postgres. */
  readonly databaseUrl: string | undefined;
  readonly databaseMigrationUrl: string | undefined;
  /** Where people reach the server, without a slash at the end; where it listens unless told. */
  readonly publicUrl: string;
  /** As Fastify's `trustProxy`: nobody, everybody, a number of hops, or addresses. */
  readonly trustProxy: boolean | number | readonly string[];
  readonly logLevel: LogLevel;
  readonly roles: readonly Role[];
  /** 32 bytes; undefined means the key file in the data folder. */
  readonly secretKey: Buffer | undefined;
  /** Those that were used before, of 32 bytes each. */
  readonly oldSecretKeys: readonly Buffer[];
  /** Hosts that stand for a dialect: there the vendor's paths need no prefix. */
  readonly dialectHosts: ReadonlyMap<string, Dialect>;
  /** Addresses, networks and names of hosts that may be asked though they are not public ones by HTTPS. */
  readonly outboundAllow: readonly string[];
  /** Undefined means that no mail is sent. */
  readonly mail: { readonly server: SmtpServer; readonly from: Sender } | undefined;
}

type Read<T> = (text: string) => T | undefined;
type Settings = Readonly<Record<string, string | undefined>>;

const NAMES = [
  'HOST',
  'PORT',
  'FOYER_DATA_DIR',
  'DATABASE_URL',
  'DATABASE_MIGRATION_URL',
  'PUBLIC_URL',
  'TRUST_PROXY',
  'LOG_LEVEL',
  'FOYER_ROLES',
  'FOYER_SECRET_KEY',
  'FOYER_OLD_SECRET_KEYS',
  'FOYER_DIALECT_HOSTS',
  'OUTBOUND_ALLOW',
  'SMTP_URL',
  'SMTP_FROM',
];

/**
 * The settings from the environment and from a `.env` file in the clone's root; the environment wins, and an empty
 * value counts as none. Throws StartupError that names the first wrong or unknown setting and says what to do.
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env, root = cloneRoot()): Config {
  const file = readEnvFile(join(root, '.env'));
  refuseUnknown(Object.keys(file), 'in .env');
  refuseUnknown(
    Object.keys(env).filter((name) => name.startsWith('FOYER_')),
    'in the environment',
  );
  const given = Object.entries(env).filter(([, value]) => value !== '');
  const settings: Settings = { ...file, ...Object.fromEntries(given) };
  const databaseUrl = read(settings, 'DATABASE_URL', postgresUrl, URL_HINT);
  const databaseMigrationUrl = read(settings, 'DATABASE_MIGRATION_URL', postgresUrl, URL_HINT);
  if (databaseMigrationUrl !== undefined && databaseUrl === undefined) {
    throw new StartupError('DATABASE_MIGRATION_URL needs DATABASE_URL beside it: set both or neither.');
  }
  const host = settings.HOST || '127.0.0.1';
  const port = read(settings, 'PORT', portNumber, 'a whole number from 0 to 65535') ?? 3000;
  return Object.freeze({
    host,
    port,
    dataDir: resolve(root, settings.FOYER_DATA_DIR || 'data'),
    databaseUrl,
    databaseMigrationUrl,
    publicUrl:
      read(settings, 'PUBLIC_URL', webUrl, 'an address such as https://desk.example.com') ?? localUrl(host, port),
    trustProxy:
      read(settings, 'TRUST_PROXY', trustProxy, 'true, false, a number of hops, or addresses with commas') ?? false,
    logLevel: read(settings, 'LOG_LEVEL', oneOf(LOG_LEVELS), `one of ${LOG_LEVELS.join(', ')}`) ?? 'info',
    roles: read(settings, 'FOYER_ROLES', roles, 'api, worker or api,worker') ?? ROLES,
    secretKey: read(settings, 'FOYER_SECRET_KEY', secretKey, '32 bytes in base64 (openssl rand -base64 32)'),
    oldSecretKeys: read(settings, 'FOYER_OLD_SECRET_KEYS', secretKeys, 'keys of 32 bytes in base64 with commas') ?? [],
    dialectHosts: read(settings, 'FOYER_DIALECT_HOSTS', dialectHosts, DIALECT_HOSTS_HINT) ?? new Map(),
    outboundAllow: read(settings, 'OUTBOUND_ALLOW', outboundAllow, OUTBOUND_HINT) ?? [],
    mail: mail(settings),
  });
}

/** The same settings with the port that was found where 0 stood, in the public address too unless that was set. */
export function withPort(config: Config, port: number): Config {
  const isDefault = config.publicUrl === localUrl(config.host, config.port);
  return Object.freeze({
    ...config,
    port,
    publicUrl: isDefault ? localUrl(config.host, port) : config.publicUrl,
  });
}

/** The address by which a browser on this machine reaches the server. */
export function localUrl(host: string, port: number): string {
  const name = ['0.0.0.0', '::', ''].includes(host) ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

const DIALECT_HOSTS_HINT = 'dialect=host pairs with commas, such as vorel=vorel.example.com,omni=omni.example.com';
const OUTBOUND_HINT = 'addresses, networks and names of hosts with commas, such as 10.0.0.0/8,crm.internal';
const URL_HINT = 'an address such as postgres://user:password@host:5432/database';

function cloneRoot(): string {
  return fileURLToPath(new URL('../..', import.meta.url));
}

function readEnvFile(path: string): Settings {
  if (!existsSync(path)) return {};
  const entries = Object.entries(parseEnv(readFileSync(path, 'utf8')));
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}

function refuseUnknown(names: readonly string[], where: string): void {
  const unknown = names.find((name) => !NAMES.includes(name));
  if (unknown === undefined) return;
  const near = nearestWord(unknown, NAMES);
  const advice = near ? `did you mean ${near}?` : `the settings are ${NAMES.join(', ')}.`;
  throw new StartupError(`There is no setting ${unknown} (${where}): ${advice}`);
}

/** A wrong value is not shown, as it may hold a password. */
function read<T>(settings: Settings, name: string, parse: Read<T>, wanted: string): T | undefined {
  const text = settings[name]?.trim();
  if (!text) return undefined;
  const value = parse(text);
  if (value === undefined) throw new StartupError(`The setting ${name} must be ${wanted}.`);
  return value;
}

function mail(settings: Settings): Config['mail'] {
  const server = read(
    settings,
    'SMTP_URL',
    readSmtpUrl,
    'an address such as smtp://user:password@mail.example.com:587',
  );
  const from = read(settings, 'SMTP_FROM', readSender, 'a sender such as Front desk <desk@example.com>');
  if (server && from) return { server, from };
  if (server || from) throw new StartupError('SMTP_URL and SMTP_FROM belong together: set both or neither.');
  return undefined;
}

function portNumber(text: string): number | undefined {
  const value = Number(text);
  return /^\d{1,5}$/.test(text) && value <= 65_535 ? value : undefined;
}

function postgresUrl(text: string): string | undefined {
  return /^postgres(ql)?:\/\/\S+$/.test(text) ? text : undefined;
}

function webUrl(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.search !== '' || url.hash !== '') return undefined;
  return url.href.replace(/\/+$/, '');
}

function trustProxy(text: string): boolean | number | string[] | undefined {
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const addresses = text.split(',').map((part) => part.trim());
  return addresses.every(isAddressRange) ? addresses : undefined;
}

function isAddressRange(text: string): boolean {
  return ['loopback', 'linklocal', 'uniquelocal'].includes(text) || isNetwork(text);
}

/** An address, or a network such as `10.0.0.0/8`. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const longest = isIP(address) === 4 ? 32 : 128;
  const bitsAreFine = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest);
  return isIP(address) !== 0 && bitsAreFine && rest.length === 0;
}

function oneOf<T extends string>(words: readonly T[]): Read<T> {
  return (text) => words.find((word) => word === text.toLowerCase());
}

function roles(text: string): Role[] | undefined {
  const names = text.split(',').map((name) => oneOf(ROLES)(name.trim()));
  return names.every((name) => name !== undefined) ? ROLES.filter((role) => names.includes(role)) : undefined;
}

function secretKey(text: string): Buffer | undefined {
  const key = Buffer.from(text, 'base64');
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) && key.length === 32 ? key : undefined;
}

function secretKeys(text: string): Buffer[] | undefined {
  const keys = text.split(',').map((part) => secretKey(part.trim()));
  return keys.every((key) => key !== undefined) ? keys : undefined;
}

function dialectHosts(text: string): ReadonlyMap<string, Dialect> | undefined {
  const hosts = new Map<string, Dialect>();
  for (const pair of text.split(',')) {
    const [name = '', host = '', ...rest] = pair.trim().toLowerCase().split('=');
    const isHost = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/.test(host);
    if (!isDialect(name) || name === 'native' || !isHost || rest.length > 0 || hosts.has(host)) return undefined;
    hosts.set(host, name);
  }
  return hosts;
}

function outboundAllow(text: string): string[] | undefined {
  const entries = text.split(',').map((part) => part.trim().toLowerCase());
  const isHost = (entry: string) => /^(?=.*[a-z])[a-z0-9_]([a-z0-9._-]*[a-z0-9])?$/.test(entry);
  return entries.every((entry) => isNetwork(entry) || isHost(entry)) ? entries : undefined;
}
