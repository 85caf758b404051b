import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface ChatAsset {
  /** The path on our own host, with the version in it. */
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
}

const scripts = ['chat', 'api', 'composer', 'elements', 'link', 'log', 'memory', 'menu', 'session', 'text', 'timeline'];
const files = ['chat.css', ...scripts.map((name) => `${name}.js`)].map((name) => ({ name, body: readLean(name) }));

/** Where the page's files are: the path changes with their content, so that a browser never mixes two versions. */
export const chatAssetsPath = `/chat-assets/${versionOf(files.map(({ body }) => body))}`;

/** Everything the page loads, read once at start. Each may be cached for ever: `chatAssetCacheControl`. */
export const chatAssets: readonly ChatAsset[] = files.map(({ name, body }) => ({
  path: `${chatAssetsPath}/${name}`,
  contentType: name.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8',
  body,
}));
export const chatAssetCacheControl = 'public, max-age=31536000, immutable';

/** A visitor's phone need not load comments and indentation; none of these files has a string that looks like either. */
function readLean(name: string): string {
  const source = readFileSync(new URL(`browser/${name}`, import.meta.url), 'utf8');
  const bare = source.replace(/\/\*\*[\s\S]*?\*\/ ?|^ *\/\/.*$/gmu, '').replace(/\s*\n\s*/gu, '\n');
  if (!name.endsWith('.css')) return bare.trimStart();
  return bare.replace(/\s*([{};,>])\s*/gu, '$1').replace(/: /gu, ':');
}

function versionOf(bodies: readonly string[]): string {
  const hash = createHash('sha256');
  for (const body of bodies) hash.update(body).update('\0');
  return hash.digest('hex').slice(0, 12);
}
