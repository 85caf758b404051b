import { errorCodes, type FastifyInstance } from 'fastify';
import { FoyerError } from '../kernel/errors.ts';

/**
 * Takes JSON bodies in UTF-8 and nothing else. An empty body is no body: many clients send the header with every
 * DELETE. `__proto__` is left for the validation to refuse by name.
 */
export function takeJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: { headers: object }, body: Buffer) => {
      assertUtf8(request.headers);
      return body.length === 0 ? undefined : parseJson(body);
    },
  );
}

/** Takes every body for JSON, whatever its content type says. */
export function takeAnythingAsJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  // Fastify refuses a header that is no media type before it asks any parser.
  app.addHook('onRequest', ({ raw: { headers } }, _reply, done) => {
    const contentType = headers['content-type'];
    if (contentType !== undefined && !MEDIA_TYPE.test(contentType)) delete headers['content-type'];
    done();
  });
  app.addContentTypeParser('*', { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) =>
    body.length === 0 ? undefined : parseJson(body),
  );
}

const MEDIA_TYPE = /^\s*[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(;|$)/;

function assertUtf8(headers: object): void {
  const contentType: unknown = Reflect.get(headers, 'content-type');
  const [, charset] = /;\s*charset="?([^";\s]+)/i.exec(String(contentType)) ?? [];
  if (charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(charset)) {
    throw new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE(String(contentType));
  }
}

/** Tells a body that is no JSON from one that is not what was asked for. */
const MALFORMED = 'malformed_json';

/** Raises `invalid_input` that says where the text stops being JSON, as far as the parser knows. */
export function parseJson(body: Buffer): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (error) {
    throw new FoyerError('invalid_input', 'The body is not UTF-8.', { reason: MALFORMED, cause: error });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FoyerError('invalid_input', `The body is not JSON: ${explain(error)}.`, {
      reason: MALFORMED,
      cause: error,
    });
  }
}

/** The parser's own words without the piece of the body that it quotes. */
function explain(error: unknown): string {
  const words = error instanceof Error ? error.message : '';
  return words
    .replace(/,? ?(?:\.\.\.)?".*"(?:\.\.\.)? is not valid JSON$/s, '')
    .replace(/ in JSON(?= at)/, '')
    .replace(/\.$/, '')
    .replace(/^./, (first) => first.toLowerCase());
}
