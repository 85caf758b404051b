/** What completes a checklist item by a document. */
const fileTypes = ['BANK_STATEMENT', 'FILE', 'ID', 'TAX_RETURN'] as const;

export const fieldTypes = [...fileTypes, 'DATE', 'EIN', 'EMAIL', 'NUMBER', 'PHONE', 'SELECT', 'TEXT'] as const;

export function isFileType(fieldType: string): boolean {
  return (fileTypes as readonly string[]).includes(fieldType);
}

export const itemStatuses = ['TODO', 'COMPLETED', 'INVALID', 'SKIPPED', 'NEEDS_REVIEW'] as const;

/** Our word as Omni writes its own: `needs_review` is NEEDS_REVIEW. The guarantee: upper case is all that differs. */
export function toUpper<Word extends string>(word: Word): Uppercase<Word> {
  return word.toUpperCase() as Uppercase<Word>;
}

/** The way back. */
export function toLower<Word extends string>(word: Word): Lowercase<Word> {
  return word.toLowerCase() as Lowercase<Word>;
}
