import { z } from 'zod';
import { FoyerError } from '../kernel/errors.ts';

const transcriptSchema = z.object({
  id: z.union([z.string(), z.number()]),
  startedAt: z.coerce.date().optional(),
  turns: z.array(z.object({ speaker: z.enum(['lead', 'agent']), text: z.string() })),
});

/** A recorded conversation: who said what, in order. */
export type Transcript = z.infer<typeof transcriptSchema>;

/** Reads a line of a file of transcripts; `where` names it in errors. Raises `invalid_input`. */
export function readTranscript(line: string, where: string): Transcript {
  const read = transcriptSchema.safeParse(parseJson(line, where));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const path = issue?.path.join('.') ?? '';
  throw new FoyerError(
    'invalid_input',
    `${where}: ${path === '' ? 'the line' : path} is not in order (${issue?.message}). Write {"id": ..., "turns": [{"speaker": "lead" or "agent", "text": ...}]} in one line.`,
  );
}

function parseJson(line: string, where: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new FoyerError('invalid_input', `${where} is not JSON: write one conversation a line, without line breaks.`);
  }
}
