import fc from 'fast-check';
import { follow } from './document.ts';
import { mix } from './fitting-values.ts';
import { hostileTexts } from './hostile-values.ts';
import { isObject, type JsonObject, objectOf } from './json.ts';

/** How a multipart body is written: as it should be, or not. */
export interface MultipartForm {
  readonly fileName: string;
  readonly mimeType: string;
  /** How often each file comes. */
  readonly copies: number;
  readonly ending: 'whole' | 'cut' | 'none';
}

const BOUNDARY = 'fuzzBoundary7x';
export const MULTIPART = `multipart/form-data; boundary=${BOUNDARY}`;

export const soundForms: fc.Arbitrary<MultipartForm> = fc.record({
  fileName: fc.constantFrom('statement.pdf', 'notes.md', 'photo of me.jpg', 'Überweisung.PDF', '身份证.png'),
  mimeType: fc.constantFrom('application/pdf', 'image/jpeg', 'application/octet-stream'),
  copies: fc.constant(1),
  ending: fc.constant('whole' as const),
});

export const hostileForms: fc.Arbitrary<MultipartForm> = fc.record({
  fileName: mix(
    [2, fc.constantFrom('../../etc/passwd', 'C:\\x\\y.exe', '.', '..', 'a/b/c', 'x'.repeat(3_000), 'a"b.pdf', '')],
    [1, hostileTexts([])],
  ),
  mimeType: fc.constantFrom('text/html', 'x', '', 'image/svg+xml; charset="', `a/${'b'.repeat(3_000)}`),
  copies: fc.constantFrom(1, 2, 12, 60),
  ending: mix([4, fc.constant('whole' as const)], [1, fc.constant('cut' as const)], [1, fc.constant('none' as const)]),
});

/** The body as multipart/form-data: what the schema calls binary are files, all else texts. */
export function toMultipart(
  document: JsonObject,
  schema: unknown,
  body: unknown,
  { fileName, mimeType, copies, ending }: MultipartForm,
): Buffer {
  const properties = objectOf(follow(document, schema).node.properties);
  const parts = Object.entries(isObject(body) ? body : { value: body }).flatMap(([name, value]) => {
    const values = Array.isArray(value) ? value : [value];
    if (!isFile(document, properties[name])) return values.map((each) => writePart(`name="${name}"`, '', each));
    const disposition = `name="${name}"; filename="${fileName}"`;
    const files = values.map((each) => writePart(disposition, `Content-Type: ${mimeType}\r\n`, each));
    return Array.from({ length: copies }, () => files).flat();
  });
  const whole = `${parts.join('')}--${BOUNDARY}--\r\n`;
  if (ending === 'whole') return Buffer.from(whole);
  return Buffer.from(ending === 'none' ? parts.join('') : whole.slice(0, Math.floor(whole.length * 0.6)));
}

function writePart(disposition: string, headers: string, value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return `--${BOUNDARY}\r\nContent-Disposition: form-data; ${disposition}\r\n${headers}\r\n${text}\r\n`;
}

function isFile(document: JsonObject, schema: unknown): boolean {
  const { node } = follow(document, schema);
  return node.format === 'binary' || (node.items !== undefined && isFile(document, node.items));
}
