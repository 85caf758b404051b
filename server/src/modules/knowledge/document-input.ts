import { z } from 'zod';
import { passagesOf, type ReadDocument } from '../../engagement/knowledge/passages-of.ts';
import { invalidInput } from '../../kernel/errors.ts';

/** As much as a book's chapter: longer texts are found better in several documents. */
export const MOST_CHARACTERS = 200_000;
/** What a language tag looks like. */
const TAG = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;
/** No text has them: what does is a picture, a PDF, a program. */
const NOT_TEXT = /(?![\t\n\f\r])\p{Cc}|\ufffd/u;

const path = z
  .string()
  .trim()
  .min(1)
  .max(300)
  .refine((name) => !NOT_TEXT.test(name) && !/[\n\r\t]/.test(name), 'Use a name of printable characters on one line.')
  .describe('Its name, or its path below the folder that it comes from, such as prices/color.md.');
const rest = {
  title: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .describe('What an answer names as its source. Without it the first heading, else the name of the file.'),
  language: z
    .string()
    .max(35)
    .regex(TAG, 'Use a BCP 47 language tag such as en or pt-BR.')
    .optional()
    .describe("The language it is written in, a BCP 47 tag. Without it the workspace's."),
  text: z
    .string()
    .min(1)
    .max(MOST_CHARACTERS, `At most ${MOST_CHARACTERS.toLocaleString('en')} characters: cut it into several documents.`)
    .refine((text) => !NOT_TEXT.test(text), 'This is no text. Send Markdown or plain text in UTF-8.')
    .describe('Markdown or plain text.'),
};

export const newKnowledgeDocument = z.strictObject({ path, ...rest });
export type NewKnowledgeDocument = z.infer<typeof newKnowledgeDocument>;

export const replacedKnowledgeDocument = z.strictObject({ path: path.optional(), ...rest });
export type ReplacedKnowledgeDocument = z.infer<typeof replacedKnowledgeDocument>;

export interface PreparedDocument extends Omit<ReadDocument, 'title'> {
  readonly path: string;
  readonly title: string;
  readonly language: string;
  readonly text: string;
}

/** A document cut into its passages. Raises `invalid_input` for one without words. */
export function prepareDocument(
  { path: name, title, language, text }: NewKnowledgeDocument,
  { locale }: { readonly locale: string },
): PreparedDocument {
  const tag = language ?? locale;
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const read = passagesOf(body, tag);
  if (read.passages.length === 0) {
    const message = `${name} has no text under its headings.`;
    throw invalidInput(message, [{ path: ['text'], message }]);
  }
  return {
    path: name,
    title: title ?? (read.title?.slice(0, 200) || titleOf(name)),
    language: tag,
    text: body,
    passages: read.passages,
  };
}

/** "prices/hair-color.md" is "Hair color". */
function titleOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const words =
    name
      .replace(/\.[A-Za-z]{1,8}$/, '')
      .replaceAll(/[-_]+/g, ' ')
      .trim() || name;
  return words.charAt(0).toUpperCase() + words.slice(1);
}
