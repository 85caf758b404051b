import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Fastify from 'fastify';
import { matchesEtag } from './etag.ts';
import { hashText } from './hash-text.ts';
import type { Document } from './openapi/build-openapi.ts';

/**
 * Serves the document at `/openapi.json` and a reference made of it at `/docs`. The page and all it needs come from
 * this server, and its content policy lets it ask nobody else.
 */
export function mountDocs(app: FastifyInstance, makeDocument: () => Document): void {
  serveText(app, '/openapi.json', 'application/json; charset=utf-8', () => JSON.stringify(makeDocument()));
  serveText(app, '/docs/start.js', 'text/javascript; charset=utf-8', () => startScript);
  app.get('/docs/', async (_request, reply) => reply.redirect('/docs', 308));
  app.get('/docs', async (_request, reply) =>
    reply.header('content-security-policy', pagePolicy).type('text/html; charset=utf-8').send(page),
  );
  serveBundle(app);
}

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Foyer API reference</title>
    <link rel="icon" href="data:,">
  </head>
  <body>
    <div id="app"></div>
    <noscript>This page needs JavaScript. The same is in <a href="/openapi.json">openapi.json</a>.</noscript>
    <script src="/docs/reference.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

const startScript = `Scalar.createApiReference('#app', ${JSON.stringify({
  url: '/openapi.json',
  theme: 'default',
  telemetry: false,
  withDefaultFonts: false,
  hideClientButton: true,
  showDeveloperTools: 'never',
  agent: { disabled: true },
  mcp: { disabled: true },
  authentication: { preferredSecurityScheme: 'bearerKey' },
})});
`;

/** The reference writes its styles into the page. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

/**
 * A text that changes with a new version only: the client asks whether it has it still. It is made when someone first
 * asks for it, once. `admit` may refuse a request, or set headers of its answer.
 */
export function serveText(
  app: FastifyInstance,
  url: string,
  type: string,
  makeText: () => string,
  admit?: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
): void {
  let made: { readonly text: string; readonly version: string } | undefined;
  app.get(url, async (request, reply) => {
    await admit?.(request, reply);
    made ??= withVersion(makeText());
    const { text, version } = made;
    return isKnown(request, reply, version) ? reply.code(304).send() : reply.type(type).send(text);
  });
}

function withVersion(text: string) {
  return { text, version: hashText(text) };
}

function isKnown(request: FastifyRequest, reply: FastifyReply, version: string): boolean {
  const etag = `"${version}"`;
  reply.header('etag', etag).header('cache-control', 'public, no-cache').header('access-control-allow-origin', '*');
  return matchesEtag(request.headers['if-none-match'], etag);
}

interface Bundle {
  readonly packed: Buffer;
  readonly version: string;
}

/** Three megabytes, one packed: kept packed, and unpacked by the browser. */
function serveBundle(app: FastifyInstance): void {
  let bundle: Promise<Bundle> | undefined;
  app.get('/docs/reference.js', async (request, reply) => {
    bundle ??= loadBundle().catch((error: unknown) => {
      // The next one who opens the page tries anew.
      bundle = undefined;
      throw error;
    });
    const { packed, version } = await bundle;
    if (isKnown(request, reply, version)) return reply.code(304).send();
    return reply.type('text/javascript; charset=utf-8').header('content-encoding', 'gzip').send(packed);
  });
}

/**
 * The package gives its browser bundle to a Fastify plugin only, and takes a fifth of a second to load: so it is
 * asked when someone first opens the page, on an app of its own.
 */
async function loadBundle(): Promise<Bundle> {
  const { default: reference } = await import('@scalar/fastify-api-reference');
  const source = Fastify();
  await source.register(reference, { routePrefix: '/docs', configuration: { url: '/openapi.json' } });
  const { statusCode, body } = await source.inject('/docs/js/scalar.js');
  await source.close();
  if (statusCode !== 200) throw new Error(`The API reference's bundle is not where it was: ${statusCode}`);
  return { packed: await promisify(gzip)(body), version: hashText(body) };
}
