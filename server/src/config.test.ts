import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadConfig, withPort } from './config.ts';
import { StartupError } from './kernel/startup-error.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'foyer-config-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('without any setting everything has its default', () => {
  expect(loadConfig({}, root)).toEqual({
    host: '127.0.0.1',
    port: 3000,
    dataDir: join(root, 'data'),
    databaseUrl: undefined,
    databaseMigrationUrl: undefined,
    publicUrl: 'http://127.0.0.1:3000',
    trustProxy: false,
    logLevel: 'info',
    roles: ['api', 'worker'],
    secretKey: undefined,
    oldSecretKeys: [],
    dialectHosts: new Map(),
    outboundAllow: [],
    mail: undefined,
  });
});

test('the settings are frozen', () => {
  expect(Object.isFrozen(loadConfig({}, root))).toBe(true);
});

test('the environment wins over .env, and an empty value counts as none', () => {
  writeFileSync(join(root, '.env'), 'PORT=4000\nLOG_LEVEL=debug\nHOST=\n');
  const config = loadConfig({ PORT: '5000', LOG_LEVEL: '' }, root);
  expect(config).toMatchObject({ port: 5000, logLevel: 'debug', host: '127.0.0.1' });
});

test.each([
  ['PORT', '0', 'port', 0],
  ['PUBLIC_URL', 'https://desk.example.com/', 'publicUrl', 'https://desk.example.com'],
  ['TRUST_PROXY', 'true', 'trustProxy', true],
  ['TRUST_PROXY', '2', 'trustProxy', 2],
  ['TRUST_PROXY', '10.0.0.0/8, ::1,loopback', 'trustProxy', ['10.0.0.0/8', '::1', 'loopback']],
  ['FOYER_ROLES', 'worker', 'roles', ['worker']],
  ['FOYER_DATA_DIR', '/srv/foyer', 'dataDir', '/srv/foyer'],
  ['FOYER_SECRET_KEY', Buffer.alloc(32, 7).toString('base64'), 'secretKey', Buffer.alloc(32, 7)],
  [
    'FOYER_OLD_SECRET_KEYS',
    [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64')).join(),
    'oldSecretKeys',
    [Buffer.alloc(32, 1), Buffer.alloc(32, 2)],
  ],
  [
    'FOYER_DIALECT_HOSTS',
    'vorel=Vorel.example.com, omni=omni.local:3000',
    'dialectHosts',
    new Map([
      ['vorel.example.com', 'vorel'],
      ['omni.local:3000', 'omni'],
    ]),
  ],
  ['OUTBOUND_ALLOW', '10.0.0.0/8, ::1,CRM.internal,n8n', 'outboundAllow', ['10.0.0.0/8', '::1', 'crm.internal', 'n8n']],
  ['DATABASE_URL', 'postgres://me:p%40ss@db/foyer', 'databaseUrl', 'postgres://me:p%40ss@db/foyer'],
] as const)('%s=%s is read', (name, text, key, value) => {
  expect(loadConfig({ [name]: text }, root)[key]).toEqual(value);
});

test.each([
  ['PORT', 'http'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '3000.5'],
  ['PUBLIC_URL', 'localhost:8080'],
  ['PUBLIC_URL', 'ftp://desk.example.com'],
  ['TRUST_PROXY', 'proxy.example.com'],
  ['TRUST_PROXY', '10.0.0.0/33'],
  ['LOG_LEVEL', 'loud'],
  ['FOYER_ROLES', 'api,cook'],
  ['FOYER_SECRET_KEY', 'c2hvcnQ='],
  ['FOYER_SECRET_KEY', 'not base64 at all, but long enough to be something else'],
  ['FOYER_DIALECT_HOSTS', 'native=desk.example.com'],
  ['FOYER_DIALECT_HOSTS', 'vorel=a.example.com,omni=a.example.com'],
  ['OUTBOUND_ALLOW', '10.0.0.0/33'],
  ['OUTBOUND_ALLOW', 'https://crm.internal'],
  ['OUTBOUND_ALLOW', '*'],
  ['DATABASE_URL', 'mysql://me@db/foyer'],
  ['SMTP_URL', 'mail.example.org:25'],
  ['SMTP_URL', 'http://mail.example.com'],
  ['SMTP_URL', 'smtp://me@mail.example.com'],
  ['SMTP_URL', 'smtp://me:100%@mail.example.com'],
  ['SMTP_URL', 'smtp://mail.example.com/?requireTLS=false'],
  ['SMTP_URL', 'smtp://mail.example.com:70000'],
  ['SMTP_FROM', 'Reception'],
  ['SMTP_FROM', 'a@example.com, b@example.com'],
  ['SMTP_FROM', 'Desk\r\nBcc: x@example.com <desk@example.com>'],
])('%s=%s is refused in one line that names it', (name, text) => {
  const refused = catchError(() => loadConfig({ [name]: text }, root));
  expect(refused).toBeInstanceOf(StartupError);
  expect(refused.message).toMatch(new RegExp(`^The setting ${name} must be .+\\.$`));
  expect(refused.message).not.toContain(text);
});

test('an unknown FOYER_ setting is refused with the nearest known one', () => {
  expect(() => loadConfig({ FOYER_DATADIR: 'x' }, root)).toThrow(/FOYER_DATADIR.*did you mean FOYER_DATA_DIR\?/);
  expect(() => loadConfig({ FOYER_COLOUR_OF_THE_DOOR: 'red' }, root)).toThrow(/the settings are HOST, PORT/);
});

test('any unknown name in .env is refused, while the environment may hold what others need', () => {
  expect(loadConfig({ SHELL: '/bin/sh' }, root).port).toBe(3000);
  writeFileSync(join(root, '.env'), 'PROT=4000\n');
  expect(() => loadConfig({}, root)).toThrow(/PROT \(in \.env\): did you mean PORT\?/);
});

test('an address for migrations needs one for the server', () => {
  expect(() => loadConfig({ DATABASE_MIGRATION_URL: 'postgres://owner@db/foyer' }, root)).toThrow(/needs DATABASE_URL/);
});

test('mails need a server and a sender', () => {
  const both = (url: string, sender: string) => loadConfig({ SMTP_URL: url, SMTP_FROM: sender }, root).mail;
  expect(both('smtps://desk:p%40ss@Mail.example.com', '"Front desk" <desk@example.com>')).toEqual({
    server: {
      host: 'mail.example.com',
      port: 465,
      isTls: true,
      isHere: false,
      login: { user: 'desk', password: 'p@ss' },
    },
    from: { name: 'Front desk', address: 'desk@example.com' },
  });
  const here = { port: 587, isTls: false, isHere: true, login: undefined };
  for (const host of ['localhost', '127.0.0.1', '[::1]']) {
    expect(both(`smtp://${host}`, 'desk@example.com')?.server).toEqual({
      ...here,
      host: host.replaceAll(/[[\]]/g, ''),
    });
  }
  expect(both('smtp://127.example.com:25', 'desk@example.com')?.server).toMatchObject({ port: 25, isHere: false });
  for (const settings of [{ SMTP_URL: 'smtp://localhost' }, { SMTP_FROM: 'desk@example.com' }]) {
    expect(() => loadConfig(settings, root)).toThrow('set both or neither');
  }
});

test('the port that was found goes into the default public address, not into a set one', () => {
  expect(withPort(loadConfig({ PORT: '0' }, root), 4711).publicUrl).toBe('http://127.0.0.1:4711');
  expect(withPort(loadConfig({ PORT: '0', HOST: '::' }, root), 4711).publicUrl).toBe('http://localhost:4711');
  const set = loadConfig({ PORT: '0', PUBLIC_URL: 'https://desk.example.com' }, root);
  expect(withPort(set, 4711)).toMatchObject({ port: 4711, publicUrl: 'https://desk.example.com' });
});

function catchError(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('Nothing was thrown.');
}
