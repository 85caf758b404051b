import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PublicCtx } from '../../db/database.ts';
import { type OpenedDocument, openDocument } from './open-document.ts';

type Admit = (request: FastifyRequest, reply: FastifyReply) => Promise<PublicCtx>;

/** `/files/{token}`, let in by `admit`: the document of a signed link, streamed, always as a download. */
export function mountFiles(app: FastifyInstance, admit: Admit): void {
  const admitted = new WeakMap<FastifyRequest, PublicCtx>();
  app.get<{ Params: { token: string } }>('/files/:token', {
    onRequest: async (request, reply) => {
      admitted.set(request, await admit(request, reply));
    },
    handler: async (request, reply) => {
      const ctx = admitted.get(request);
      if (!ctx) throw new Error('a file was asked for without admission');
      const document = await openDocument(ctx, request.params);
      return reply.headers(headersOf(document)).send(document.content);
    },
  });
}

/** Whoever sent a file must not be able to make a page of this house of it. */
function headersOf({ fileName, mimeType, sizeBytes }: OpenedDocument): Record<string, string> {
  return {
    'content-type': shownTypes.has(mimeType) ? mimeType : 'application/octet-stream',
    'content-length': String(sizeBytes),
    'content-disposition': `attachment; filename="${plain(fileName)}"; filename*=UTF-8''${encoded(fileName)}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  };
}

/** Types that run nothing in whatever opens them; any other is a file and no more. */
const shownTypes: ReadonlySet<string> = new Set([
  'application/pdf',
  'application/zip',
  'application/msword',
  'application/vnd.ms-excel',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'image/gif',
  'image/heic',
  'image/jpeg',
  'image/png',
  'image/tiff',
  'image/webp',
  'text/csv',
  'text/plain',
]);

function plain(name: string): string {
  return name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
}

/** RFC 8187: `encodeURIComponent` leaves some characters that stand for themselves in no header parameter. */
function encoded(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}
