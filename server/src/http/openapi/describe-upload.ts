import { z } from 'zod';
import type { Upload } from '../../kernel/operation.ts';

/** The request body of an operation that takes files: the texts of its schema, and files under `files`. */
export function describeUpload({ maxFiles, maxFileBytes, fields }: Upload): Record<string, unknown> {
  const { properties = {} } = fields
    ? z.toJSONSchema(fields, { io: 'input', unrepresentable: 'any', metadata: z.registry() })
    : {};
  const most = `At most ${maxFiles} of at most ${Math.floor(maxFileBytes / 1_000_000)} MB each.`;
  const files = {
    type: 'array',
    items: { type: 'string', format: 'binary' },
    minItems: 1,
    maxItems: maxFiles,
    description: `${most} A file may come under any name of field.`,
  };
  const schema = { type: 'object', properties: { ...properties, files }, required: ['files'] };
  return { required: true, content: { 'multipart/form-data': { schema } } };
}
