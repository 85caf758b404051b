import multipart, { type MultipartValue } from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { z } from 'zod';
import { FoyerError, invalidInput } from '../kernel/errors.ts';
import type { OperationInput, Upload, UploadedFile } from '../kernel/operation.ts';
import { errorCode } from '../kernel/startup-error.ts';
import { allowBodyTime } from './body-deadline.ts';
import { validateInput } from './validate.ts';

type UploadInput = Pick<OperationInput<unknown, unknown, unknown>, 'files' | 'fields'>;

/** Ten files of 100 MB over a line of 2.5 Mbit/s. */
const UPLOAD_WITHIN_MS = 3_600_000;
const MAX_FIELDS = 50;
const MAX_FIELD_BYTES = 65_536;

export const noUpload: UploadInput = { files: noFiles(), fields: () => ({}) };

async function* noFiles(): AsyncGenerator<UploadedFile> {
  yield* [];
}

/** Registers the route in a scope of its own, where multipart bodies are left for `readUpload`. */
export function mountUpload(app: FastifyInstance, route: RouteOptions): void {
  const { handler } = route;
  app.register(async (scope) => {
    await scope.register(multipart);
    scope.route({
      ...route,
      config: allowBodyTime(UPLOAD_WITHIN_MS),
      handler: async function (request, reply) {
        try {
          return await handler.call(this, request, reply);
        } finally {
          // What nobody read must not stop the connection: the deadline of bodies ends it where there is too much.
          request.raw.unpipe();
          request.raw.resume();
        }
      },
    });
  });
}

/** The files and texts of a multipart request, read as they are asked for. */
export function readUpload(request: FastifyRequest, upload: Upload): UploadInput {
  const fields = new Map<string, string>();
  return {
    files: readFiles(request, upload, fields),
    fields: () => {
      const schemas = { body: upload.fields ?? z.record(z.string(), z.string()) };
      return validateInput(schemas, { path: undefined, query: undefined, body: Object.fromEntries(fields) }).body;
    },
  };
}

async function* readFiles(
  request: FastifyRequest,
  { maxFiles, maxFileBytes }: Upload,
  fields: Map<string, string>,
): AsyncGenerator<UploadedFile> {
  const limits = { files: maxFiles + 1, fields: MAX_FIELDS, fieldSize: MAX_FIELD_BYTES, parts: 1_000 };
  let count = 0;
  let refused: string | undefined;
  // The reader refuses such a name without saying it; this is asked of each part before.
  const isPartAFile = (name: string | undefined, type: string | undefined, fileName: string | undefined) => {
    if (name !== undefined && name in Object.prototype) refused ??= name;
    return type === 'application/octet-stream' || fileName !== undefined;
  };
  try {
    const options = { limits: { ...limits, fileSize: Number.POSITIVE_INFINITY }, isPartAFile };
    for await (const part of request.parts(options)) {
      if (part.type === 'field') {
        noteField(fields, part);
        continue;
      }
      count += 1;
      if (count > maxFiles) throw tooLarge(`At most ${maxFiles} files at a time.`, { limitFiles: maxFiles });
      const fileName = cleanName(part.filename);
      const mimeType = cleanType(part.mimetype);
      yield { field: part.fieldname, fileName, mimeType, stream: bounded(part.file, fileName, maxFileBytes) };
      // One that was not read would hold up the next.
      part.file.resume();
    }
  } catch (error) {
    if (refused !== undefined && errorCode(error) === 'FST_PROTO_VIOLATION')
      throw refuseField(refused, 'No field may be called this: every object has something by that name.');
    throw toUploadError(error);
  }
}

async function* bounded(
  content: AsyncIterable<Buffer>,
  fileName: string,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  let sizeBytes = 0;
  try {
    for await (const chunk of content) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) {
        const limit = `${Math.floor(maxBytes / 1_000_000)} MB`;
        throw tooLarge(`The file ${JSON.stringify(fileName)} is over ${limit}.`, { fileName, limitBytes: maxBytes });
      }
      yield chunk;
    }
  } catch (error) {
    throw toUploadError(error);
  }
}

function noteField(fields: Map<string, string>, { fieldname, value, valueTruncated }: MultipartValue): void {
  if (fields.has(fieldname)) throw refuseField(fieldname, 'Give this field once.');
  if (valueTruncated) throw refuseField(fieldname, 'At most 65,536 bytes.');
  // A part that calls itself JSON comes parsed.
  fields.set(fieldname, typeof value === 'string' ? value : JSON.stringify(value));
}

function refuseField(name: string, message: string): FoyerError {
  return invalidInput('A field cannot be taken.', [{ path: [name], message }]);
}

/** Without folders and control characters, as some clients send whole paths; the ending survives a cut. */
function cleanName(given: string | undefined): string {
  const name = (given ?? '')
    .toWellFormed()
    .replace(/^.*[/\\]/s, '')
    .replace(/\p{Cc}/gu, '')
    .trim();
  if (name === '' || /^\.+$/.test(name)) return 'file';
  if (name.length <= MAX_NAME_LENGTH) return name;
  const [ending = ''] = /\.[^.]{1,16}$/.exec(name) ?? [];
  return name.slice(0, MAX_NAME_LENGTH - ending.length).toWellFormed() + ending;
}
const MAX_NAME_LENGTH = 200;

function cleanType(given: string): string {
  const [type = ''] = given.toLowerCase().split(';');
  return /^[\w.+-]{1,60}\/[\w.+-]{1,100}$/.test(type.trim()) ? type.trim() : 'application/octet-stream';
}

function tooLarge(message: string, facts: Readonly<Record<string, unknown>>): FoyerError {
  return new FoyerError('too_large', message, { facts });
}

/** What the reader of multipart says is about the body, not about us; that there is none keeps its own status. */
function toUploadError(error: unknown): unknown {
  if (error instanceof FoyerError || errorCode(error) === 'FST_INVALID_MULTIPART_CONTENT_TYPE') return error;
  if (/^FST_(PARTS|FIELDS)_LIMIT$/.test(errorCode(error))) return invalidInput(`At most ${MAX_FIELDS} fields.`);
  return new FoyerError('invalid_input', 'The body is no multipart/form-data, or it ends before it is complete.', {
    cause: error,
  });
}
