import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { PortalCtx } from '../../../db/database.ts';
import { type ErrorCode, FoyerError } from '../../../kernel/errors.ts';
import { isUuid } from '../../../kernel/ids.ts';
import type { Upload, UploadedFile } from '../../../kernel/operation.ts';
import { answerPortalItem } from '../answer-portal-item.ts';
import { getPortal } from '../get-portal.ts';
import { portalUpload, uploadPortalDocuments } from '../upload-portal-documents.ts';
import { portalAssets } from './portal-assets.ts';
import { portalPageHeaders, type Refusal, renderNotice, renderPortal } from './render-portal.ts';

/** What http/ gives the page: who may come in, and how forms and files are read. */
export interface PortalDoor {
  admit(request: FastifyRequest, reply: FastifyReply): Promise<PortalCtx>;
  mountForm(app: FastifyInstance, route: RouteOptions): void;
  mountUpload(app: FastifyInstance, route: RouteOptions): void;
  readUpload(request: FastifyRequest, upload: Upload): { readonly files: AsyncIterable<UploadedFile> };
}

/** `/portal/{token}`, a lead's own page, its plain forms, and the files it loads. */
export function mountPortalPage(app: FastifyInstance, door: PortalDoor): void {
  for (const { path, contentType, body } of portalAssets) {
    const headers = { 'content-type': contentType, 'cache-control': 'public, max-age=31536000, immutable' };
    app.get(path, async (_request, reply) => reply.headers(headers).send(body));
  }
  const admitted = new WeakMap<FastifyRequest, PortalCtx>();
  const onRequest = async (request: FastifyRequest, reply: FastifyReply) => {
    try {
      admitted.set(request, await door.admit(request, reply));
    } catch (error) {
      return sendNotice(reply, error);
    }
  };
  const ctxOf = (request: FastifyRequest): PortalCtx => {
    const ctx = admitted.get(request);
    if (!ctx) throw new Error('a page was asked for without admission');
    return ctx;
  };
  const take = (work: (ctx: PortalCtx, request: FastifyRequest, itemId: string) => Promise<unknown>) => {
    return async (request: FastifyRequest, reply: FastifyReply) => {
      const itemId = parameter(request, 'itemId');
      try {
        if (isUuid(itemId)) await work(ctxOf(request), request, itemId);
        return reply.headers(portalPageHeaders).redirect(`${pageOf(request)}#item-${itemId}`, 303);
      } catch (error) {
        return sendPage(ctxOf(request), request, reply, { itemId, ...refusalOf(error) });
      }
    };
  };
  app.get('/portal/:token', { onRequest }, (request, reply) => sendPage(ctxOf(request), request, reply));
  door.mountForm(app, {
    method: 'POST',
    url: '/portal/:token/items/:itemId',
    onRequest,
    handler: take((ctx, { body }, itemId) => answerPortalItem(ctx, { itemId, value: valueIn(body) })),
  });
  door.mountUpload(app, {
    method: 'POST',
    url: '/portal/:token/items/:itemId/documents',
    onRequest,
    handler: take((ctx, request, itemId) =>
      uploadPortalDocuments(ctx, { itemId, files: door.readUpload(request, portalUpload).files }),
    ),
  });
}

type Refused = Refusal & { readonly status: number };

async function sendPage(
  ctx: PortalCtx,
  request: FastifyRequest,
  reply: FastifyReply,
  refused?: Refused,
): Promise<FastifyReply> {
  try {
    const page = renderPortal(await getPortal(ctx), pageOf(request), refused);
    return reply
      .code(refused?.status ?? 200)
      .headers(portalPageHeaders)
      .send(page);
  } catch (error) {
    return sendNotice(reply, error);
  }
}

const statuses: Readonly<Partial<Record<ErrorCode, number>>> = {
  not_found: 404,
  conflict: 409,
  too_large: 413,
  rate_limited: 429,
  unavailable: 503,
};

/** What a plain form is told; whatever is nobody's expected failure is raised again. */
function refusalOf(error: unknown): { readonly status: number; readonly message: string } {
  if (!(error instanceof FoyerError)) throw error;
  const issues = error.issues.map(({ message }) => message).join(' ');
  return { status: statuses[error.code] ?? 400, message: issues || error.message };
}

function sendNotice(reply: FastifyReply, error: unknown): FastifyReply {
  const { status, message } = refusalOf(error);
  const isGone = status === 404;
  const title = isGone ? 'This link does not open anything any more' : 'Just a moment';
  const words = isGone ? 'It may have expired. Answer the message it came with, and you get a new one.' : message;
  const retryAfter = error instanceof FoyerError ? error.retryAfterSeconds : undefined;
  if (retryAfter !== undefined) reply.header('retry-after', String(Math.ceil(retryAfter)));
  return reply.code(status).headers(portalPageHeaders).send(renderNotice(title, words));
}

function pageOf(request: FastifyRequest): string {
  return `/portal/${encodeURIComponent(parameter(request, 'token'))}`;
}

function parameter({ params }: FastifyRequest, name: string): string {
  const value: unknown = typeof params === 'object' && params !== null ? Reflect.get(params, name) : undefined;
  return typeof value === 'string' ? value : '';
}

function valueIn(body: unknown): string {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'value') : undefined;
  return typeof value === 'string' ? value : '';
}
