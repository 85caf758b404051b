import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PortalCtx } from '../../db/database.ts';
import { FoyerError } from '../../kernel/errors.ts';
import { renderDone, renderNotice, renderQuestion, unsubscribePageHeaders } from './render-unsubscribe.ts';
import { isSubscribed, unsubscribe } from './unsubscribe.ts';

/** Lets in who has the link. Raises `not_found`, `rate_limited`. */
type Admit = (request: FastifyRequest, reply: FastifyReply) => Promise<PortalCtx>;

/**
 * `/unsubscribe/{token}`: a page that asks (programs that look at all links of a mail must end nothing), and a POST that
 * does it, from the page or from a mail program's own button (RFC 8058), whatever it sends along.
 */
export function mountUnsubscribePage(app: FastifyInstance, admit: Admit): void {
  const answer = (show: (ctx: PortalCtx) => Promise<string>) => {
    return async (request: FastifyRequest, reply: FastifyReply) => {
      try {
        const page = await show(await admit(request, reply));
        return reply.headers(unsubscribePageHeaders).send(page);
      } catch (error) {
        return sendNotice(reply, error);
      }
    };
  };
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 10_000 }, async () => undefined);
    scope.get(
      '/unsubscribe/:token',
      answer(async (ctx) => {
        const { name } = ctx.workspace;
        return (await isSubscribed(ctx)) ? renderQuestion(name) : renderDone(name);
      }),
    );
    scope.post(
      '/unsubscribe/:token',
      answer(async (ctx) => {
        await unsubscribe(ctx);
        return renderDone(ctx.workspace.name);
      }),
    );
  });
}

function sendNotice(reply: FastifyReply, error: unknown): FastifyReply {
  if (!(error instanceof FoyerError)) throw error;
  reply.headers(unsubscribePageHeaders);
  if (error.code === 'not_found') {
    const words = 'It may have expired. Answer the message it came with and write STOP: that ends all contact too.';
    return reply.code(404).send(renderNotice('This link does not open anything any more', words));
  }
  const isBusy = error.code === 'rate_limited';
  if (error.retryAfterSeconds !== undefined) reply.header('retry-after', String(Math.ceil(error.retryAfterSeconds)));
  const words = 'It did not work this time. Please try again in a minute.';
  return reply.code(isBusy ? 429 : 503).send(renderNotice('Just a moment', words));
}
