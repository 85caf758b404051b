import { execFile } from 'node:child_process';
import { access, constants, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

interface Chromium {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Runs as root and in containers, and calls nobody: a test must not depend on what a browser fetches for itself. */
const FLAGS = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const cache = fileURLToPath(new URL('../../node_modules/.cache/foyer-chromium', import.meta.url));

/**
 * A headless browser: the one that CHROME_PATH names, else the machine's Chromium or Chrome, else one from npm that
 * brings its own libraries. Close it in `afterAll`.
 */
export async function launchChromium(): Promise<Browser> {
  const found = (await findInstalled()) ?? (await unpackOwn());
  return chromium.launch({ executablePath: found.path, args: FLAGS, env: { ...environment(), ...found.env } });
}

function environment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

async function findInstalled(): Promise<Chromium | undefined> {
  const named = process.env.CHROME_PATH;
  if (named) return { path: named, env: {} };
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const path of folders.flatMap((folder) => NAMES.map((name) => join(folder, name)))) {
    if (await isProgram(path)) return { path, env: {} };
  }
  return undefined;
}

function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Unpacks the browser of @sparticuz/chromium once, with the libraries it would find on the host it was made for. */
async function unpackOwn(): Promise<Chromium> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('There is no Chromium or Chrome here: install one, or set CHROME_PATH.');
  }
  const there = await stat(join(cache, 'chromium')).catch(() => undefined);
  if (!there) await unpack();
  return {
    path: join(cache, 'chromium'),
    env: { LD_LIBRARY_PATH: join(cache, 'al2023', 'lib'), FONTCONFIG_FILE: join(cache, 'fonts.conf') },
  };
}

/** In a folder beside its place, by a process of its own, as the package writes to the temporary folder. */
async function unpack(): Promise<void> {
  const staging = `${cache}.${process.pid}`;
  await mkdir(staging, { recursive: true });
  try {
    const script = "import('@sparticuz/chromium').then(({ default: own }) => own.executablePath())";
    const env = { ...environment(), TMPDIR: staging, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' };
    const cwd = fileURLToPath(new URL('.', import.meta.url));
    await promisify(execFile)(process.execPath, ['-e', script], { cwd, env });
    await writeFile(join(staging, 'fonts.conf'), fontsConfig());
    await rename(staging, cache);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    // Another test file may have been quicker.
    if (!(await stat(join(cache, 'chromium')).catch(() => undefined))) throw error;
  }
}

function fontsConfig(): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(cache, 'fonts', 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(cache, 'fonts-cache')}</cachedir>
</fontconfig>
`;
}
