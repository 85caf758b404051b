import { z } from 'zod';

export const messageSchema = z
  .object({
    id: z.uuid(),
    seq: z.int().describe('Rises without end within its conversation; ask for what comes after one.'),
    direction: z.enum(['inbound', 'outbound']),
    author: z.enum(['lead', 'agent', 'person']),
    channel: z.string(),
    text: z.string(),
    status: z.enum([
      'received',
      'queued',
      'sent',
      'delivered',
      'read',
      'failed',
      'cancelled',
      'unknown',
      'awaiting_approval',
      'scheduled',
    ]),
    template: z
      .object({ name: z.string(), values: z.array(z.string()) })
      .nullable()
      .describe(
        'The approved template that stands for the text where the channel takes no free text, with what is filled into its places.',
      ),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Message' });
export type Message = z.infer<typeof messageSchema>;

export interface MessageRow extends Omit<Message, 'createdAt'> {
  readonly createdAt: Date;
}

export function toMessage(row: MessageRow): Message {
  return { ...row, createdAt: row.createdAt.toISOString() };
}
