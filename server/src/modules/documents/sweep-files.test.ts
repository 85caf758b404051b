import { createHash } from 'node:crypto';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { textFile, upload } from '../../../test/upload.ts';
import { startFileSweep } from './index.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server);
});
afterAll(() => server.stop());

const folder = () => join(server.context.config.dataDir, 'documents');
const stored = async () =>
  (await readdir(folder(), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder(), join(entry.parentPath, entry.name)))
    .sort();

/** Puts a file there without a row, as a kill leaves it. */
async function leave(name: string): Promise<string> {
  const path = join(folder(), name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, 'x');
  return name;
}
const makeOld = (name: string, hours: number) => {
  const then = new Date(Date.now() - hours * 3_600_000);
  return utimes(join(folder(), name), then, then);
};

/** Their names are what is in them. */
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** One whole sweep: it ends when the newest of what it must remove is gone. */
async function sweepUntil(left: readonly string[]): Promise<void> {
  const loop = startFileSweep(server.context);
  await vi.waitFor(async () => expect(await stored()).toEqual([...left].sort()), { timeout: 10_000 });
  await loop.stop();
}

it('removes what is older than two hours and in no row, and nothing else', async () => {
  const { id } = (await tenant.ask('POST', '/v1/leads', { body: {} })).json();
  const files = [textFile('a', 'a'), textFile('b', 'b')];
  const { documents } = (await upload(server, tenant, id, { files })).json();
  const workspace = tenant.ctx.workspace.id;
  const [kept, deleted] = documents.map(
    (document: { id: string; fileName: string }) => `${workspace}/${hashOf(document.fileName)}/${document.id}`,
  );
  const newId = () => server.context.newId(new Date());
  const fresh = await leave(`${workspace}/${newId()}`);
  const freshPart = await leave(`${workspace}/${newId()}.0a1b2c3d.part`);
  const foreign = await leave(`${newId()}/${newId()}`);
  const strange = await leave(`${workspace}/notes.txt`);
  const lost = await Promise.all(Array.from({ length: 120 }, () => leave(`${workspace}/${newId()}`)));
  const lostPart = await leave(`${workspace}/${newId()}.0a1b2c3d.part`);
  await Promise.all([kept, deleted, foreign, strange, lostPart, ...lost].map((name) => makeOld(name, 2.1)));
  await Promise.all([fresh, freshPart].map((name) => makeOld(name, 1.9)));
  await tenant.ask('DELETE', `/v1/leads/${id}/documents/${documents[1].id}`);
  // As where it could not be removed then.
  await makeOld(await leave(deleted), 3);

  await sweepUntil([kept, fresh, freshPart, foreign, strange]);
  expect((await tenant.ask('GET', `/v1/leads/${id}/documents`)).json().data).toHaveLength(1);
});

it('waits for nothing where no document ever came', async () => {
  const empty = await startTestServer({ worker: false });
  const loop = startFileSweep(empty.context);
  await loop.stop();
  await empty.stop();
  expect(await readdir(empty.context.config.dataDir).catch(() => [])).not.toContain('documents');
});
