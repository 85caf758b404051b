import type { FastifyInstance } from 'fastify';
import type { Database } from '../db/database.ts';
import { failure } from './failure.ts';
import { sendFailure } from './problems.ts';

const ANSWER_WITHIN_MS = 2_000;

/** `/livez`: the process answers. `/readyz`: its database does too, within two seconds. */
export function mountHealth(app: FastifyInstance, db: Database): void {
  app.get('/livez', async (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }));
  app.get('/readyz', async (request, reply) => {
    const error = await askDatabase(db);
    if (error === undefined) return reply.header('cache-control', 'no-store').send({ status: 'ok' });
    request.log.warn({ err: error }, 'The database does not answer.');
    return sendFailure(
      request,
      reply,
      failure('unavailable', 'The database does not answer.', { retryAfterSeconds: 2 }),
    );
  });
}

/** What is wrong with the database, or undefined. */
async function askDatabase(db: Database): Promise<unknown> {
  const question = db.sql`select 1`;
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<Error>((resolve) => {
    timer = setTimeout(() => resolve(new Error(`no answer in ${ANSWER_WITHIN_MS} ms`)), ANSWER_WITHIN_MS);
  });
  try {
    const answered = question.then(
      () => undefined,
      (error: unknown) => error,
    );
    return await Promise.race([answered, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
