import type { Readable } from 'node:stream';
import type { Log } from './ctx.ts';
import { reasonOf } from './startup-error.ts';

export interface StoredFile {
  /** Under which it is read and removed. */
  readonly key: string;
  readonly sizeBytes: number;
  readonly sha256: Buffer;
}

/** Where the bytes of documents are kept, under keys of ours: names of letters, digits, `-` and `_` with `/` between. */
export interface FileStore {
  /**
   * Keeps what comes under `folder/<SHA-256>/name`, piece by piece and never whole in memory; nothing of it where
   * `content` raises, and raises that. The same content twice in a folder takes the room of one, and each of its keys
   * is removed for itself.
   */
  put(
    place: { readonly folder: string; readonly name: string },
    content: AsyncIterable<Uint8Array>,
  ): Promise<StoredFile>;
  /** Undefined where nothing is kept under the key. */
  read(key: string): Promise<Readable | undefined>;
  /** Also where nothing is kept under the key. */
  remove(key: string): Promise<void>;
  /** What was last written to before then, in no order, read as it is asked for. */
  keptBefore(before: Date): AsyncIterable<OldFile>;
}

export interface OldFile {
  readonly key: string;
  /** False for what a `put` left that never ended: nobody can read it. */
  readonly isWhole: boolean;
  remove(): Promise<void>;
}

/** What a signed link opens, and until when. */
export interface FileLink {
  readonly workspaceId: string;
  readonly documentId: string;
  readonly expiresAt: Date;
}

/** Addresses that open one document each, without a key. */
export interface FileLinks {
  /** The whole address of a path of this installation. */
  addressOf(path: string): string;
  /** The whole address. */
  sign(link: FileLink): string;
  /** What its last part was signed for, expired or not; undefined where nobody here signed it. */
  open(token: string): FileLink | undefined;
}

/** The documents' bytes, and the addresses they are fetched from: one thing for verbs to have. */
export type Files = FileStore & FileLinks;

/** Removes files that no row names any more. One that stays is logged, and left to the sweep: nothing is raised. */
export async function dropFiles(
  { files, log }: { readonly files: FileStore; readonly log: Log },
  keys: readonly string[],
): Promise<void> {
  for (const key of keys) {
    await files.remove(key).catch((error: unknown) => {
      log.warn({ storageKey: key, reason: reasonOf(error) }, 'a file that nobody needs could not be removed');
    });
  }
}
