// The server's source and its packages as a few files: Node reads a thousand files in twice the time.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SetUpError } from './machine.mjs';
import { root } from './set-up.mjs';

const source = join(root, 'server', 'src');
const kept = join(root, 'node_modules', '.cache', 'foyer-server');
const entries = ['main', 'cli/main'];
const positions = join('scripts', 'lib', 'source-positions.mjs');
/** What decides besides the source how it is made. */
const made = ['package-lock.json', positions, join('scripts', 'lib', 'bundle.mjs')];

/**
 * The path of an entry ('main' or 'cli/main') to run with Node 24: in the bundle of the source as it is now, which is
 * made where there is none; in the source itself where node_modules cannot be written to.
 */
export async function entryOf(name) {
  const folder = join(kept, fingerprint());
  const path = join(folder, `${name}.mjs`);
  if (existsSync(path)) return path;
  try {
    await bundle(folder);
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOSPC'].includes(error.code)) throw error;
    return join(source, `${name}.ts`);
  }
  return path;
}

/** Changes with every file of the source, with the packages, with how it is made, and with the place where they are. */
function fingerprint() {
  const hash = createHash('sha256').update(root);
  for (const path of made) hash.update(readFileSync(join(root, path)));
  for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.includes('.test.')) continue;
    const path = join(entry.parentPath, entry.name);
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}

/** Two processes may do it at once: the folder appears whole, and the first one's stays. */
async function bundle(folder) {
  const { build } = await import('esbuild').catch((error) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new SetUpError('Foyer is not installed yet: run npm start first.');
  });
  const making = `${folder}.${process.pid}`;
  const { outputFiles } = await build({
    write: false,
    entryPoints: Object.fromEntries(entries.map((name) => [name, join(source, `${name}.ts`)])),
    outdir: making,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minifyWhitespace: true,
    sourcemap: true,
    sourcesContent: false,
    inject: [join(root, positions)],
    logLevel: 'error',
    // Packages of the older kind ask for Node's own modules by `require`.
    banner: {
      js: `import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);`,
    },
    plugins: [keepPlaces, requireBuiltins],
  });
  try {
    for (const { path, contents } of outputFiles) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, contents);
    }
    renameSync(making, folder);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  for (const old of oldest()) rmSync(old, { recursive: true, force: true });
}

/** A server that was started from an earlier one may still have a part of it to read. */
const KEPT = 10;

function oldest() {
  const bundles = readdirSync(kept).map((name) => join(kept, name));
  const madeAt = new Map(bundles.map((path) => [path, statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0]));
  return bundles.sort((a, b) => madeAt.get(b) - madeAt.get(a)).slice(KEPT);
}

/** What the source reads beside itself (SQL, pages) is found from where the source is. */
const keepPlaces = {
  name: 'keep-places',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!path.startsWith(source) || !text.includes('import.meta.url')) return undefined;
      return { contents: text.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)), loader: 'ts' };
    });
  },
};

/**
 * Node's own modules by `require`: an `import` reads each of a module's properties, and those of node:http that are
 * made when they are asked for load all of fetch and HTTP/2, a tenth of a start.
 */
const requireBuiltins = {
  name: 'require-builtins',
  setup(build) {
    build.onResolve({ filter: /^[a-z0-9:/_]+$/ }, ({ path, kind }) => {
      if (!isBuiltin(path)) return undefined;
      return kind === 'import-statement' ? { path, namespace: 'builtin' } : { path, external: true };
    });
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
    }));
  },
};
