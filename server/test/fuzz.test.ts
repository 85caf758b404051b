// Requests by the thousand, made from the OpenAPI documents of all faces. FUZZ_REQUESTS says how many, FUZZ_SEED
// repeats a run: `FUZZ_SEED=1234 npx vitest run --project server server/test/fuzz.test.ts`.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mountedDialects } from '../src/dialects/index.ts';
import type { Dialect } from '../src/kernel/key-format.ts';
import { addTenant, type TestTenant } from './api.ts';
import { createAnswerCheck } from './fuzz/check-answer.ts';
import { type DescribedOperation, readOperations } from './fuzz/document.ts';
import { fuzzWorkflow } from './fuzz/fuzz-workflow.ts';
import { emptyReport, nameOf, type Report, runRound } from './fuzz/run-requests.ts';
import { type Rows, seedRows } from './fuzz/seed-rows.ts';
import { tenantChecksum } from './fuzz/tenant-checksum.ts';
import { buildWorld, type FaceKeys, makeFaceKeys, type World } from './fuzz/world.ts';
import { seedFor } from './seed.ts';
import { startTestServer, type TestServer } from './server.ts';

const REQUESTS = Number(process.env.FUZZ_REQUESTS || 4_000);
const SEED = seedFor('FUZZ_SEED');
const EACH_A_ROUND = 4;
const MORE_ROUNDS = 20;
const PATIENCE_MS = 120_000 + REQUESTS * 60;

/** Stands in all texts of the other tenant and in nothing that is sent. */
const MARK = 'Zqstranger';
/** What leads of both tenants have. */
const shared = { email: 'both@example.com', phone: '+4930901820', externalId: 'crm-both' };
const contacts = {
  emails: [
    shared.email,
    ' NEW.Lead@Example.com',
    ...Array.from({ length: 6 }, (_, index) => `lead${index}@example.com`),
  ],
  phones: [shared.phone, '030 901820', '+1 (415) 555-0123', '+5511987654321', '+551187654321', '+447400123456'],
  externalIds: [shared.externalId, 'crm-1', 'crm-2', 'crm-3'],
};

const faces: readonly { readonly name: Dialect; readonly prefix: string; readonly document: string }[] = [
  { name: 'native', prefix: '', document: '/openapi.json' },
  ...mountedDialects.map(({ name, prefix, openApi }) => ({ name, prefix, document: prefix + openApi.path })),
];

let server: TestServer;
let operations: DescribedOperation[];
let report: Report;
let stranger: TestTenant;
let before: Record<string, string>;

beforeAll(async () => {
  console.info(`Fuzz: FUZZ_SEED=${SEED} FUZZ_REQUESTS=${REQUESTS}`);
  server = await startTestServer({ worker: false, config: { logLevel: process.env.FUZZ_LOG ? 'error' : 'silent' } });
  operations = (await Promise.all(faces.map(readFace))).flat();
  const tenant = await addTenant(server, { name: 'Fuzzed', workflows: [fuzzWorkflow('visits', 'Anna')] });
  stranger = await addTenant(server, {
    name: MARK,
    slug: MARK.toLowerCase(),
    workflows: [fuzzWorkflow('foreign', MARK)],
  });
  const asStranger = { workflow: 'foreign', word: MARK, contact: shared };
  const known = await seedRows(stranger, asStranger);
  const secret = await seedRows(stranger, asStranger);
  before = await tenantChecksum(server.database, stranger.ctx.workspace.id);
  report = emptyReport();
  // Ids of the known are sent, and may so stand in answers; those of the secret may stand in none.
  const check = createAnswerCheck([MARK, ...secret.leads, ...secret.conversations, ...secret.appointments]);
  const keys = new Map(
    await Promise.all(faces.map(async ({ name }) => [name, await makeFaceKeys(tenant, name)] as const)),
  );
  const run = { app: server.app, check, seed: SEED, report };
  const rounds = Math.max(1, Math.ceil(REQUESTS / (operations.length * EACH_A_ROUND)));
  for (let round = 0; round < rounds + MORE_ROUNDS; round += 1) {
    // Once the requests are spent, more are made only where none has got through yet.
    const left = round < rounds ? operations : operations.filter((operation) => !hasSucceeded(operation));
    if (left.length === 0) break;
    const world = await makeWorld(tenant, known, keys);
    await runRound({ ...run, operations: left }, world, round, EACH_A_ROUND);
  }
  await Promise.all(report.pending);
  if (process.env.FUZZ_TABLE) console.info(tableOf(report));
}, PATIENCE_MS);
afterAll(() => server.stop());

/** New rows for every round, as requests that delete would leave the later ones with nothing. */
async function makeWorld(tenant: TestTenant, strangers: Rows, keys: ReadonlyMap<string, FaceKeys>): Promise<World> {
  const rows = await seedRows(tenant, { workflow: 'visits', word: 'Anna', contact: shared });
  const free = (await tenant.ask('GET', '/v1/workflows/visits/slots?limit=200')).json();
  const slots = free.data.map(({ startAt }: { readonly startAt: string }) => startAt);
  return buildWorld({ rows, strangers, contacts, keys, workspace: tenant.slug, slots });
}

async function readFace({ name, prefix, document }: (typeof faces)[number]): Promise<DescribedOperation[]> {
  const response = await server.app.inject({ url: document });
  expect(response.statusCode, document).toBe(200);
  return readOperations(name, prefix, response.json());
}

describe.each(faces)('$name', ({ name }) => {
  it('answers every request as its document says, and never with a 5xx', () => {
    const found = report.findings.filter(({ face }) => face === name);
    const texts = found.map(({ operationId, problem, exchange }) => `${operationId} ${problem}\n  ${exchange}`);
    expect(texts.join('\n\n'), `FUZZ_SEED=${SEED}`).toBe('');
  });

  it('was got through to, in every operation', () => {
    const missed = operations
      .filter((operation) => operation.face === name && !hasSucceeded(operation))
      .map((operation) => ({
        operation: operation.operationId,
        statuses: Object.fromEntries(report.statuses.get(nameOf(operation)) ?? []),
      }));
    expect(missed, `the generator never got through; FUZZ_SEED=${SEED}`).toEqual([]);
  });
});

it('leaves every row of the other tenant as it was', async () => {
  expect(await tenantChecksum(server.database, stranger.ctx.workspace.id)).toEqual(before);
  expect(before.leads).toMatch(/^12 rows/);
});

function hasSucceeded(operation: DescribedOperation): boolean {
  return [...(report.statuses.get(nameOf(operation))?.keys() ?? [])].some((status) => status < 300);
}

function tableOf({ statuses }: Report): string {
  return [...statuses]
    .map(
      ([name, counts]) =>
        `${name}: ${[...counts]
          .sort()
          .map(([status, count]) => `${status}x${count}`)
          .join(' ')}`,
    )
    .join('\n');
}
