// Installs with npm what a package-lock.json names, and only when node_modules does not hold it already.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { SetUpError } from './machine.mjs';

const NO_NETWORK = 'The npm registry cannot be reached: check the network or the proxy, then start again.';
const NETWORK_TROUBLE =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|network/;
/** So many failed requests and not one answer: npm itself would go on for minutes, package by package. */
const HOPELESS = 6;

/**
 * True if node_modules of `dir` holds every package of its lockfile that this machine needs, in the locked version.
 * npm writes its own list last, so an install that was interrupted does not pass.
 */
export function isInstalled(dir, options) {
  return findMissing(dir, options) === undefined;
}

/** The folder of the first package that is missing or of another version. */
function findMissing(dir, { dev }) {
  const installed = readLock(join(dir, 'node_modules', '.package-lock.json')) ?? {};
  const wanted = Object.entries(readLock(join(dir, 'package-lock.json'))).filter(
    ([path, entry]) => path.startsWith('node_modules/') && isNeeded(entry, dev),
  );
  return wanted.find(([path, entry]) => !isSame(entry, installed[path]))?.[0];
}

function readLock(path) {
  if (!existsSync(path)) return undefined;
  return JSON.parse(readFileSync(path, 'utf8')).packages;
}

function isNeeded(entry, dev) {
  if (entry.dev && !dev) return false;
  // Of what may fail to install, only a program made for this very machine will be missed.
  if (entry.optional && entry.os === undefined) return false;
  return includes(entry.os, process.platform) && includes(entry.cpu, process.arch) && includes(entry.libc, 'glibc');
}

function includes(list, value) {
  return list === undefined || [list].flat().includes(value);
}

function isSame(wanted, found) {
  return found !== undefined && found.version === wanted.version && found.integrity === wanted.integrity;
}

/**
 * Brings node_modules of `dir` to its lockfile; packages' own install scripts are not run. `npm install` rather than
 * `npm ci`: it only adds and replaces, so that a server which runs meanwhile keeps its files.
 */
export async function install(dir, { dev }) {
  const flags = [
    '--ignore-scripts',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--no-progress',
    '--loglevel=http',
  ];
  const retries = ['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
  const { code, output } = await npm(dir, [
    'install',
    '--no-save',
    ...flags,
    ...retries,
    ...(dev ? ['--include=dev'] : ['--omit=dev']),
  ]);
  if (code !== 0) throw explain(output);
  // npm succeeds even if a program for this machine, which is optional, could not be fetched.
  const missing = findMissing(dir, { dev });
  if (missing) throw explain(`${output}\nnpm error ${basename(missing)} could not be fetched; start again.`);
}

function npm(dir, args) {
  const own = process.env.npm_execpath ?? '';
  const [program, first] = basename(own) === 'npm-cli.js' ? [process.execPath, [own]] : ['npm', []];
  return new Promise((resolve, reject) => {
    const env = { ...process.env, NODE_ENV: '' };
    const child = spawn(program, [...first, ...args], { cwd: dir, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000);
      if (isHopeless(output)) child.kill();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => {
      reject(
        error.code === 'ENOENT' ? new SetUpError('npm was not found: install it beside Node and start again.') : error,
      );
    });
    child.once('close', (code) => resolve({ code, output }));
  });
}

function isHopeless(output) {
  const failures = output.match(/attempt \d failed with E/g) ?? [];
  return failures.length >= HOPELESS && !/fetch GET \d+ .*(?<!\(cache hit\))$/m.test(output);
}

function explain(output) {
  if (/ENOSPC/.test(output)) return new SetUpError('The disk is full: free about 1 GB and start again.');
  if (/EACCES|EPERM|EROFS/.test(output)) {
    return new SetUpError(`npm may not write here (${lastLine(output)}): check who owns this folder and ~/.npm.`);
  }
  if (NETWORK_TROUBLE.test(output)) return new SetUpError(NO_NETWORK);
  return new SetUpError(`npm could not install the packages: ${lastLine(output)}`);
}

function lastLine(output) {
  const lines = output.split('\n').filter((line) => /^npm (error|ERR!)/.test(line));
  const words = lines.map((line) => line.replace(/^npm (error|ERR!)\s*/, '').trim());
  return words.find((line) => line !== '' && !line.startsWith('code ')) ?? 'it did not say why.';
}
