import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventsOf } from '../../../test/api.ts';
import { addMembers, pipelineOf, pipelineTenant } from '../../../test/pipeline.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
});
afterAll(() => server.stop());

const open = { name: 'Ana', budget: 20 };

async function team(assignment: object, ...members: Parameters<typeof addMembers>[1][]) {
  const tenant = await pipelineTenant(server, { assignment });
  const ids = await addMembers(tenant, ...members);
  return { tenant, ids, ...pipelineOf(tenant) };
}
const names = (leads: { assignedMember: { name: string } | null }[]) =>
  leads.map(({ assignedMember }) => assignedMember?.name ?? null);

describe('round robin', () => {
  it('gives qualified leads to one after the other, but not to viewers and those who have left', async () => {
    const { create } = await team(
      { mode: 'round_robin' },
      { name: 'Ana' },
      { name: 'Vic', role: 'viewer' },
      { name: 'Old', isActive: false },
      { name: 'Ben', role: 'admin' },
    );
    const leads = [];
    for (let made = 0; made < 3; made += 1) leads.push(await create({ variables: open }));
    expect(names([...leads, await create()])).toEqual(['Ana', 'Ben', 'Ana', null]);
  });

  it('keeps the order of its list, and tells of it', async () => {
    const members = ['EVE@team.example', 'ana@team.example'];
    const { tenant, ids, create, timeline } = await team(
      { mode: 'round_robin', members },
      { name: 'Ana' },
      { name: 'Ben' },
      { name: 'Eve' },
    );
    const leads = [
      await create({ variables: open }),
      await create({ needsHuman: true }),
      await create({ variables: open }),
    ];
    expect(names(leads)).toEqual(['Eve', 'Ana', 'Eve']);
    const told = (await eventsOf(tenant, leads[0].id)).filter(({ type }) => type === 'lead.assigned');
    expect(told).toMatchObject([{ data: { memberId: ids[2], mode: 'round_robin' } }]);
    expect(await timeline(leads[0].id)).toContain('Assigned to Eve, in turn');
  });

  it('gives two leads at once two turns', async () => {
    const { create } = await team(
      { mode: 'round_robin' },
      { name: 'Ana' },
      { name: 'Ben' },
      { name: 'Eve' },
      { name: 'Kim' },
    );
    const leads = await Promise.all(Array.from({ length: 12 }, () => create({ variables: open })));
    expect(names(leads).sort()).toEqual(['Ana', 'Ben', 'Eve', 'Kim'].flatMap((name) => [name, name, name]));
  });

  it('leaves a lead with who has it, and says where there is nobody', async () => {
    const { ids, create, update, timeline } = await team({ mode: 'round_robin' }, { name: 'Ana' }, { name: 'Ben' });
    const mine = await create({ assignedMemberId: ids[1] });
    expect((await update(mine.id, { variables: open })).assignedMember.name).toBe('Ben');
    const empty = await team({ mode: 'round_robin', members: ['gone@team.example'] }, { name: 'Ana' });
    const lead = await empty.create({ variables: open });
    expect(lead.assignedMember).toBeNull();
    expect(await empty.timeline(lead.id)).toContain('Not assigned: no member can take the lead');
    expect(await timeline(mine.id)).not.toContain('Not assigned: no member can take the lead');
  });
});

it('least loaded gives the next lead to who has the fewest that are not over, test leads apart', async () => {
  const { tenant, ids, create, move } = await team({ mode: 'least_loaded' }, { name: 'Ana' }, { name: 'Ben' });
  const busy = [await create({ assignedMemberId: ids[0] }), await create({ assignedMemberId: ids[0] })];
  for (let made = 0; made < 3; made += 1)
    await tenant.ask('POST', '/v1/leads', { body: { variables: open }, key: tenant.testKey });
  expect(names([await create({ variables: open }), await create({ variables: open })])).toEqual(['Ben', 'Ben']);
  for (const { id } of busy) await move(id, { status: 'lost' });
  expect(names([await create({ variables: open })])).toEqual(['Ana']);
});
