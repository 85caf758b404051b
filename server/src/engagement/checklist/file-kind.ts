/** What a file can be for an item, by its content. `office` is the container of older Word and Excel files. */
export const fileKinds = [
  'pdf',
  'jpeg',
  'png',
  'heic',
  'tiff',
  'webp',
  'gif',
  'docx',
  'xlsx',
  'office',
  'zip',
  'text',
] as const;
export type FileKind = (typeof fileKinds)[number];

/** What is no document whatever its name says: programs, and pages that run in a browser. */
export type SniffedKind = FileKind | 'program' | 'page';

/** So much of a file's beginning is looked at. */
export const SNIFFED_BYTES = 8_192;

/** What a file is by its first bytes; undefined where that cannot be said. */
export function sniffKind(head: Uint8Array): SniffedKind | undefined {
  if (head.length === 0) return undefined;
  const bytes = latin1(head);
  const fixed = signatures.find(([signature]) => bytes.startsWith(signature))?.[1];
  if (fixed !== undefined) return fixed;
  if (/^RIFF.{4}WEBP/s.test(bytes)) return 'webp';
  if (/^.{4}ftyp(?:hei[cxms]|hev[cmxs]|mif1|msf1)/s.test(bytes)) return 'heic';
  if (bytes.startsWith('PK\x03\x04') || bytes.startsWith('PK\x05\x06')) return sniffArchive(bytes);
  // Readers take what stands before the header, as some scanners write there.
  if (bytes.slice(0, 1024).includes('%PDF-')) return 'pdf';
  return sniffText(head);
}

const signatures: readonly (readonly [string, SniffedKind])[] = [
  ['%PDF-', 'pdf'],
  ['\xff\xd8\xff', 'jpeg'],
  ['\x89PNG\r\n\x1a\n', 'png'],
  ['II*\0', 'tiff'],
  ['MM\0*', 'tiff'],
  ['GIF87a', 'gif'],
  ['GIF89a', 'gif'],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'office'],
  ['MZ', 'program'],
  ['\x7fELF', 'program'],
  ['\xca\xfe\xba\xbe', 'program'],
  ['\xcf\xfa\xed\xfe', 'program'],
  ['\xce\xfa\xed\xfe', 'program'],
  ['#!', 'program'],
];

/** Office files are archives whose first entries tell which. */
function sniffArchive(bytes: string): FileKind {
  if (!bytes.includes('[Content_Types].xml') && !bytes.includes('_rels/')) return 'zip';
  if (bytes.includes('word/')) return 'docx';
  return bytes.includes('xl/') ? 'xlsx' : 'zip';
}

function sniffText(head: Uint8Array): SniffedKind | undefined {
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (isUtf16) return 'text';
  if (!head.every(isPrinted)) return undefined;
  // Older programs write tables in letters of their country, which are no UTF-8: what is looked for is in ASCII.
  return /^\s*(?:<!--[\s\S]*?-->\s*)*<(?:!doctype|\?xml|html|head|body|script|svg|iframe|meta)\b/i.test(latin1(head))
    ? 'page'
    : 'text';
}

function isPrinted(byte: number): boolean {
  return byte >= 0x20 ? byte !== 0x7f : [0x09, 0x0a, 0x0c, 0x0d, 0x1b].includes(byte);
}

function latin1(head: Uint8Array): string {
  let text = '';
  for (const byte of head.subarray(0, SNIFFED_BYTES)) text += String.fromCharCode(byte);
  return text;
}
