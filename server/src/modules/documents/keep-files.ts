import type { Ctx } from '../../db/database.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { dropFiles, type StoredFile } from '../../kernel/files.ts';
import type { UploadedFile } from '../../kernel/operation.ts';

/** A file that is on the disk and in no row yet. */
export interface KeptFile extends StoredFile {
  readonly id: string;
  readonly storageKey: string;
  readonly fileName: string;
  readonly mimeType: string;
}

/** Stores the files one after the other; none of them where one fails. Raises `invalid_input` where there is none. */
export async function keepFiles(ctx: Ctx, files: AsyncIterable<UploadedFile>): Promise<KeptFile[]> {
  const kept: KeptFile[] = [];
  try {
    for await (const { fileName, mimeType, stream } of files) {
      const id = ctx.newId(ctx.clock.now());
      const storageKey = `${ctx.workspace.id}/${id}`;
      const stored = await ctx.files.put(storageKey, stream);
      kept.push({ ...stored, id, storageKey, fileName, mimeType });
    }
  } catch (error) {
    await dropFiles(
      ctx,
      kept.map(({ storageKey }) => storageKey),
    );
    throw error;
  }
  if (kept.length > 0) return kept;
  throw invalidInput('There is no file.', [{ path: ['files'], message: 'Send at least one file.' }]);
}
