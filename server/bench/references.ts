import Fastify from 'fastify';
import { toSerializerSchema } from '../src/http/response-schema.ts';
import { pageSchema } from '../src/kernel/list-query.ts';
import { leadSchema } from '../src/modules/leads/lead.ts';

/** Answers of the product, read before. */
export interface Constants {
  readonly lead: unknown;
  readonly page: unknown;
}

/**
 * What this machine can do without a database: Fastify's hello world, and one lead and one page of leads as constants
 * through the product's own serializer. A process of its own, with the same Node.
 */
process.once('message', (message) => void listen(asConstants(message)));

/** Only the benchmark starts this file, and sends nothing else. */
function asConstants(message: unknown): Constants {
  return message as Constants;
}

async function listen({ lead, page }: Constants): Promise<void> {
  const app = Fastify({ keepAliveTimeout: 75_000 });
  app.get('/hello', async () => ({ hello: 'world' }));
  app.get('/lead', { schema: { response: { 200: toSerializerSchema(leadSchema) } } }, async () => lead);
  app.get('/page', { schema: { response: { 200: toSerializerSchema(pageSchema(leadSchema)) } } }, async () => page);
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  process.send?.(Number(new URL(address).port));
  process.once('disconnect', () => process.exit(0));
}
