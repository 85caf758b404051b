import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../test/api.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { transaction } from '../db/database.ts';
import { createLead } from '../modules/leads/index.ts';
import { recordEvent } from '../modules/timeline/index.ts';
import { startSequencer } from './sequencer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
});
afterAll(() => server.stop());

/** The events of a new lead without a workflow: itself and its conversation. */
const BORN = 2;

const numbersAfter = ({ ctx }: TestTenant, after: number): Promise<number[]> =>
  transaction(ctx, async ({ tx }) => {
    const rows = await tx<{ seq: number }[]>`select seq from events where seq > ${after} order by seq`;
    return rows.map(({ seq }) => seq);
  });

/** Writes an event and commits it late, so that later ids commit before it. */
const writeSlowly = ({ ctx }: TestTenant, leadId: string, ms: number) =>
  transaction(ctx, async (tctx) => {
    recordEvent(tctx, { type: 'lead.updated', leadId });
    await tctx.tx`select pg_sleep(${ms / 1000})`;
  });

it('numbers each workspace from one, without gap, and never behind what a reader has seen', async () => {
  const tenants = [await addTenant(server), await addTenant(server)];
  const sequencers = [startSequencer(server.context), startSequencer(server.context)];
  try {
    const WRITES = 120;
    const seen = await Promise.all(tenants.map((tenant) => writeAndRead(tenant, WRITES)));
    const wanted = Array.from({ length: WRITES + BORN }, (_, index) => index + 1);
    expect(seen).toEqual([wanted, wanted]);
  } finally {
    await Promise.all(sequencers.map((sequencer) => sequencer.stop()));
  }
});

/** What a reader sees that follows the numbers while four writers write: a number that came late would be missing. */
async function writeAndRead(tenant: TestTenant, writes: number): Promise<number[]> {
  const { id } = await createLead(tenant.ctx, {});
  const seen: number[] = [];
  const isThrough = async () => {
    seen.push(...(await numbersAfter(tenant, seen.at(-1) ?? 0)));
    return seen.length >= writes + BORN;
  };
  let left = writes;
  const write = async () => {
    while (left > 0) {
      left -= 1;
      await writeSlowly(tenant, id, left % 7);
    }
  };
  const writing = Promise.all(Array.from({ length: 4 }, write));
  await expect.poll(isThrough, { interval: 3, timeout: 15_000 }).toBe(true);
  await writing;
  return seen;
}

it('numbers what was committed while nobody was there', async () => {
  const tenant = await addTenant(server);
  const { id } = await createLead(tenant.ctx, {});
  expect(await numbersAfter(tenant, 0)).toEqual([]);
  const sequencer = startSequencer(server.context);
  await expect.poll(async () => (await numbersAfter(tenant, 0)).length).toBe(BORN);
  await sequencer.stop();
  const rows = await transaction(
    tenant.ctx,
    ({ tx }) => tx<{ id: string; leadId: string }[]>`select id, lead_id from events where lead_id = ${id} order by seq`,
  );
  expect(rows.map((row) => row.id)).toEqual(rows.map((row) => row.id).sort());
});

it('numbers nothing of what was rolled back', async () => {
  const tenant = await addTenant(server);
  const sequencer = startSequencer(server.context);
  const { id } = await createLead(tenant.ctx, {});
  const failing = transaction(tenant.ctx, async (ctx) => {
    recordEvent(ctx, { type: 'lead.updated', leadId: id });
    throw new Error('changed my mind');
  });
  await expect(failing).rejects.toThrow('changed my mind');
  await writeSlowly(tenant, id, 0);
  const count = async () => (await numbersAfter(tenant, 0)).length;
  const [{ written } = { written: 0 }] = await transaction(
    tenant.ctx,
    ({ tx }) => tx<{ written: number }[]>`select count(*) as written from events`,
  );
  await expect.poll(count).toBe(written);
  expect(await numbersAfter(tenant, 0)).toEqual(Array.from({ length: written }, (_, index) => index + 1));
  await sequencer.stop();
});
