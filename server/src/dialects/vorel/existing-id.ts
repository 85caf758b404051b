import { notFound } from '../../kernel/errors.ts';
import { isUuid } from '../../kernel/ids.ts';

/** The id in a path. Raises `not_found` for what cannot be an id: to a client the same as an unknown one. */
export function existingId(id: string, noun: string): string {
  if (!isUuid(id)) throw notFound(noun);
  return id;
}
