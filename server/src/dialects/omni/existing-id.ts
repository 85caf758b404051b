import { z } from 'zod';
import { notFound } from '../../kernel/errors.ts';

const uuid = z.uuid();

/** The id, which may be some row's. Raises `not_found` for what can be no id of ours: nothing has it. */
export function existingId(id: string, noun: string): string {
  if (!uuid.safeParse(id).success) throw notFound(noun);
  return id;
}
