import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface PortalAsset {
  /** The path on our own host, with the version in it. */
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
}

const files = ['portal.css', 'portal.js', 'send.js'].map((name) => ({
  name,
  body: readFileSync(new URL(`browser/${name}`, import.meta.url), 'utf8'),
}));
const version = createHash('sha256')
  .update(files.map(({ body }) => body).join('\0'))
  .digest('hex')
  .slice(0, 12);

/** Where the page's files are: the path changes with their content, so that a browser never mixes two versions. */
export const portalAssetsPath = `/portal-assets/${version}`;

/** Everything the page loads, read once at start; each may be cached for ever. */
export const portalAssets: readonly PortalAsset[] = files.map(({ name, body }) => ({
  path: `${portalAssetsPath}/${name}`,
  contentType: name.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8',
  body,
}));
