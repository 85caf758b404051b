import { createKey } from '../../src/modules/keys/index.ts';
import { addTenant } from '../api.ts';
import type { TestServer } from '../server.ts';
import type { FaceTenant, TestFace } from './face.ts';

/** A workspace with a key for each face, without limits that a test could reach. */
export async function addFaceTenant(
  server: TestServer,
  options: NonNullable<Parameters<typeof addTenant>[1]>,
): Promise<FaceTenant> {
  const tenant = await addTenant(server, options);
  const keyFor = async (dialect: TestFace['name']) =>
    (await createKey(tenant.ctx, { dialect, limitPerMinute: 1_000_000 })).secret;
  const keys = {
    coachbot: await keyFor('coachbot'),
    omni: await keyFor('omni'),
    nexor: await keyFor('nexor'),
    vorel: await keyFor('vorel'),
    convocore: await keyFor('convocore'),
  };
  const { data } = (await tenant.ask('GET', '/v1/workflows')).json();
  return { tenant, keys, agentId: data[0].agent.id };
}
