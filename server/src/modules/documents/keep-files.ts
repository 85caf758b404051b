import type { Ctx } from '../../db/database.ts';
import { SNIFFED_BYTES, type SniffedKind, sniffKind } from '../../engagement/checklist/file-kind.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { dropFiles, type StoredFile } from '../../kernel/files.ts';
import type { UploadedFile } from '../../kernel/operation.ts';

/** A file that is on the disk and in no row yet. */
export interface KeptFile extends StoredFile {
  readonly id: string;
  readonly fileName: string;
  readonly mimeType: string;
  /** By its content; undefined where that could not be told. */
  readonly kind: SniffedKind | undefined;
}

/** Stores the files one after the other; none of them where one fails. Raises `invalid_input` where there is none. */
export async function keepFiles(ctx: Ctx, files: AsyncIterable<UploadedFile>): Promise<KeptFile[]> {
  const kept: KeptFile[] = [];
  try {
    for await (const { fileName, mimeType, stream } of files) {
      const id = ctx.newId(ctx.clock.now());
      const head: Uint8Array[] = [];
      const stored = await ctx.files.put({ folder: ctx.workspace.id, name: id }, withHead(stream, head));
      kept.push({ ...stored, id, fileName, mimeType, kind: sniffKind(Buffer.concat(head)) });
    }
  } catch (error) {
    await dropFiles(
      ctx,
      kept.map(({ key }) => key),
    );
    throw error;
  }
  if (kept.length > 0) return kept;
  throw invalidInput('There is no file.', [{ path: ['files'], message: 'Send at least one file.' }]);
}

/** The stream as it is; what it begins with is put into `head`. */
async function* withHead(stream: AsyncIterable<Uint8Array>, head: Uint8Array[]): AsyncGenerator<Uint8Array> {
  let left = SNIFFED_BYTES;
  for await (const chunk of stream) {
    if (left > 0) head.push(Uint8Array.from(chunk.subarray(0, left)));
    left -= chunk.length;
    yield chunk;
  }
}
