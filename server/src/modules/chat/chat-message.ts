import { z } from 'zod';
import type { Message } from '../conversations/index.ts';

/** A message as a visitor sees it. */
export const chatMessageSchema = z
  .object({
    id: z.uuid(),
    seq: z.int(),
    author: z.enum(['lead', 'agent', 'person']),
    text: z.string(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'ChatMessage' });
export type ChatMessage = z.infer<typeof chatMessageSchema>;

export const chatText = z
  .string()
  .trim()
  .min(1, 'Write something.')
  .max(4096, 'At most 4,096 characters: send it in parts.');

export function toChatMessage({ id, seq, author, text, createdAt }: Pick<Message, keyof ChatMessage>): ChatMessage {
  return { id, seq, author, text, createdAt };
}
