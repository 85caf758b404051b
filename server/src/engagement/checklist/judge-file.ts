import { type FileKind, fileKinds, type SniffedKind } from './file-kind.ts';
import type { ItemKind } from './item-value.ts';

export interface JudgedFile {
  readonly fileName: string;
  /** By its content; undefined where that could not be told. */
  readonly kind: SniffedKind | undefined;
  readonly sizeBytes: number;
}

/** `doubtful` is for a person to look at, `unfit` is not what the item asks for; `reason` is for its sender to read. */
export type FileVerdict =
  | { readonly verdict: 'fits' }
  | { readonly verdict: 'doubtful' | 'unfit'; readonly reason: string };

const pictures = ['jpeg', 'png', 'heic', 'tiff', 'webp'] as const;

/** What each type takes, and what may do but must be seen by a person. */
const byType: Readonly<Record<string, { readonly taken: readonly FileKind[]; readonly seen: readonly FileKind[] }>> = {
  ID: { taken: ['pdf', ...pictures], seen: [] },
  BANK_STATEMENT: { taken: ['pdf'], seen: [...pictures, 'text', 'xlsx'] },
  TAX_RETURN: { taken: ['pdf'], seen: [...pictures] },
};

/** What kinds of file an item takes, with or without a person's look, in the order in which they are named to a lead. */
export function acceptedKinds({ fieldType, config }: ItemKind): readonly FileKind[] {
  const { taken, seen } = kindsOf({ fieldType, config });
  return fileKinds.filter((kind) => taken.includes(kind) || seen.includes(kind));
}

/** Whether a file is what its item asks for, by what is in it and by how it is called. */
export function judgeFile(item: ItemKind, { fileName, kind, sizeBytes }: JudgedFile): FileVerdict {
  const unfit = (what: string): FileVerdict => ({
    verdict: 'unfit',
    reason: `“${fileName}” ${what}. Please send ${listOf(acceptedKinds(item))}.`,
  });
  if (sizeBytes === 0) return unfit('is empty');
  if (kind === undefined) return unfit('is damaged, or of a kind that cannot be read here');
  if (kind === 'program' || kind === 'page') return unfit('is no document');
  const { taken, seen } = kindsOf(item);
  if (!taken.includes(kind) && !seen.includes(kind)) return unfit(`is ${names[kind]}, which does not do here`);
  const called = kindByEnding(fileName);
  const doubt = (what: string): FileVerdict => ({ verdict: 'doubtful', reason: `“${fileName}” ${what}.` });
  if (called !== undefined && called !== kind) return doubt(`is called ${names[called]} and is ${names[kind]}`);
  return taken.includes(kind) ? { verdict: 'fits' } : doubt(`is ${names[kind]}: check that it can be accepted`);
}

/** The names of kinds as a sentence has them, those that go together by one name: "a PDF or a photo". */
export function listOf(kinds: readonly FileKind[]): string {
  const whole = together.filter(([, members]) => members.every((kind) => kinds.includes(kind)));
  const nameOf = (kind: FileKind) => whole.find(([, members]) => members.includes(kind))?.[0] ?? names[kind];
  const all = [...new Set(kinds.map(nameOf))];
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`;
}

/** The endings that a browser's dialogue shows for them, such as `.pdf,.jpg`. */
export function endingsOf(kinds: readonly FileKind[]): string {
  return kinds.flatMap((kind) => endings[kind].map((ending) => `.${ending}`)).join();
}

function kindsOf({ fieldType, config }: ItemKind): { readonly taken: readonly FileKind[]; seen: readonly FileKind[] } {
  const { accept } = config ?? {};
  const own = Array.isArray(accept) ? fileKinds.filter((kind) => accept.includes(kind)) : [];
  if (own.length > 0) return { taken: own, seen: [] };
  return byType[fieldType] ?? { taken: fileKinds, seen: [] };
}

function kindByEnding(fileName: string): FileKind | undefined {
  const ending = /\.(\w{1,5})$/.exec(fileName)?.[1]?.toLowerCase();
  return ending === undefined ? undefined : fileKinds.find((kind) => endings[kind].includes(ending));
}

const together: readonly (readonly [string, readonly FileKind[]])[] = [
  ['a photo', pictures],
  ['a Word or Excel file', ['docx', 'xlsx', 'office']],
];

const names: Readonly<Record<FileKind, string>> = {
  pdf: 'a PDF',
  jpeg: 'a JPEG picture',
  png: 'a PNG picture',
  heic: 'a HEIC picture',
  tiff: 'a TIFF picture',
  webp: 'a WebP picture',
  gif: 'a GIF picture',
  docx: 'a Word file',
  xlsx: 'an Excel file',
  office: 'an older Office file',
  zip: 'a ZIP archive',
  text: 'a text or CSV file',
};

const endings: Readonly<Record<FileKind, readonly string[]>> = {
  pdf: ['pdf'],
  jpeg: ['jpg', 'jpeg', 'jpe', 'jfif'],
  png: ['png'],
  heic: ['heic', 'heif', 'hif'],
  tiff: ['tif', 'tiff'],
  webp: ['webp'],
  gif: ['gif'],
  docx: ['docx'],
  xlsx: ['xlsx'],
  office: ['doc', 'xls'],
  zip: ['zip'],
  text: ['txt', 'csv', 'tsv'],
};
