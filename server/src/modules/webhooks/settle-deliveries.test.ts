import { expect, it } from 'vitest';
import { createTestDatabase } from '../../../test/database.ts';
import { openPool } from '../../db/database.ts';
import { createSignals } from '../../db/signals.ts';
import { systemClock } from '../../kernel/clock.ts';
import { createSettler, type Settled } from './settle-deliveries.ts';

it('does not hold up the end of a process whose database has gone', async () => {
  const database = await createTestDatabase();
  const sql = openPool(database.server, 1);
  await sql`select 1`;
  await database.drop();
  const warnings: string[] = [];
  const log = {
    warn: (_facts: object, text: string) => warnings.push(text),
    info: () => undefined,
    error: () => undefined,
    debug: () => undefined,
  };
  const settler = createSettler({ db: { sql, signals: createSignals() }, clock: systemClock, log });
  const id = '01935a3c-7f1e-7b2a-9c44-000000000007';
  const entry = {
    at: new Date().toISOString(),
    durationMs: 1,
    outcome: 'answered',
    status: 200,
    reason: null,
    answer: '',
  };
  const settled: Settled = {
    ...{ workspaceId: id, id, endpointId: id, state: 'delivered', attempts: 1, availableAt: new Date(), request: '' },
    entry: { ...entry, outcome: 'answered' },
  };
  const written = settler.add(settled);
  await expect.poll(() => warnings.length).toBeGreaterThan(0);
  settler.stopTrying();
  await written;
  await sql.end({ timeout: 1 });
});
