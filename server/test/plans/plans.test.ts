import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createChannels } from '../../src/adapters/channels/index.ts';
import { type Ctx, transaction, type VisitorCtx } from '../../src/db/database.ts';
import { authenticateKey, authenticateToken } from '../../src/http/authenticate.ts';
import { handleNextStimulus } from '../../src/jobs/claim-stimulus.ts';
import { encodeCursor } from '../../src/kernel/cursor.ts';
import { takeEvents } from '../../src/modules/automations/take-events.ts';
import { listChatMessages, sendChatMessage } from '../../src/modules/chat/index.ts';
import { getChecklist } from '../../src/modules/checklist/index.ts';
import { type HandedOver, handOverMessages } from '../../src/modules/deliveries/hand-over-messages.ts';
import { settleDeliveries } from '../../src/modules/deliveries/settle-deliveries.ts';
import { listDocuments } from '../../src/modules/documents/index.ts';
import { react } from '../../src/modules/engagement/index.ts';
import { reachOut } from '../../src/modules/engagement/reach-out.ts';
import { searchKnowledge } from '../../src/modules/knowledge/index.ts';
import { createLead, getLead, type Lead, listLeads } from '../../src/modules/leads/index.ts';
import { listLeadMatches } from '../../src/modules/leads/list-lead-matches.ts';
import { listLeadsQuery } from '../../src/modules/leads/list-leads.ts';
import { getLeadOverview } from '../../src/modules/overview/index.ts';
import { listLeadActions } from '../../src/modules/timeline/index.ts';
import { openTestSystem, type TestSystem } from '../system.ts';
import { type FilledWorkspace, fillForPlans } from './fill-plans.ts';
import { type Bounds, type Findings, type PlanWatch, watchPlans } from './watch-plans.ts';

let system: TestSystem;
let filled: Awaited<ReturnType<typeof fillForPlans>>;
/** A lead with twelve items, twenty lines, three documents and two others who may be the same person. */
let lead: Lead;
beforeAll(async () => {
  system = await openTestSystem();
  system.now = new Date();
  filled = await fillForPlans(system);
  const id = await fatLead(filled.plain);
  lead = await getLead(filled.plain.ctx, { leadId: id });
});
afterAll(() => system.close());

function fatLead({ ctx }: FilledWorkspace): Promise<string> {
  return transaction(ctx, async ({ tx }) => {
    const [row] = await tx<{ id: string }[]>`select id from leads where external_id like 'fat-%' order by id limit 1`;
    return row?.id ?? '';
  });
}

describe.each(['force_generic_plan', 'force_custom_plan'] as const)('with %s', (mode) => {
  let watch: PlanWatch;
  beforeAll(async () => {
    watch = await watchPlans(system.database, mode);
  });
  afterAll(() => watch.end());

  /** The system in that workspace, on the pool whose plans are seen. */
  const watched = (kind: keyof typeof filled): Ctx => ({
    ...filled[kind].ctx,
    db: { ...system.db, sql: watch.sql },
  });
  const good = ({ statements, faults }: Findings) => {
    expect(faults).toEqual([]);
    // Of none that was seen nothing would be known.
    expect(statements).toBeGreaterThan(0);
  };
  const visitor = (): VisitorCtx => ({ ...watched('plain'), conversationId: lead.conversationId ?? '' });

  it.each<[string, (ctx: Ctx, leadId: string) => Promise<unknown>]>([
    ['one lead', (ctx, leadId) => getLead(ctx, { leadId })],
    ['one lead inside a transaction', (ctx, leadId) => transaction(ctx, (inner) => getLead(inner, { leadId }))],
    ['the overview', (ctx, leadId) => getLeadOverview(ctx, { leadId })],
    ['the overview in a transaction', (ctx, leadId) => transaction(ctx, (inner) => getLeadOverview(inner, { leadId }))],
    ['the timeline', (ctx, leadId) => listLeadActions(ctx, { leadId, limit: 100 })],
    ['the checklist', (ctx, leadId) => getChecklist(ctx, { leadId })],
    ['the documents', (ctx, leadId) => listDocuments(ctx, { leadId })],
    ['the matches', (ctx, leadId) => listLeadMatches(ctx, { leadId, query: { limit: 25 } })],
  ])('%s', async (_, read) => {
    good(await watch.faultsOf(() => read(watched('plain'), lead.id)));
  });

  it('the leads of several workspaces, all found by one statement', async () => {
    const { db } = watched('plain');
    const callers = [filled.plain, filled.deep].map(({ ctx }): Ctx => ({ ...ctx, db }));
    const pages = await Promise.all(callers.map(async (ctx) => ({ ctx, page: await listLeads(ctx, { limit: 3 }) })));
    const wanted = [0, 1, 2].flatMap((nth) =>
      pages.map(({ ctx, page }) => ({ ctx, leadId: page.data[nth]?.id ?? '' })),
    );
    const read = () => Promise.all(wanted.map(({ ctx, leadId }) => getLead(ctx, { leadId })));
    const found = await watch.faultsOf(read);
    good(found);
    // Its own, the one inside it, and the setting at its end: whoever was not found there would have two more.
    expect(found.statements).toBe(3);
  });

  it.each<[keyof typeof filled, object, Bounds?]>([
    ['deep', {}],
    ['deep', { limit: 100 }],
    ['plain', { stage: 'booked' }],
    ['plain', { needsHuman: 'true' }],
    ['plain', { source: 'google-ads', channel: 'form' }],
    ['plain', { optedOut: 'false' }],
    ['plain', { tag: 'Priority' }],
    // Where Postgres knows the workflow it may begin with its runs, and reads them all.
    ['plain', { workflow: 'business-loan-documents' }, { rows: 1_200 }],
    ['deep', { email: 'nobody@example.com' }],
    ['deep', { phone: '+14155550123' }],
    ['deep', { externalId: 'crm-0' }],
    ['deep', { createdAfter: '2001-01-01T00:00:00Z', updatedAfter: '2001-01-01T00:00:00Z' }, { rows: 1_001 }],
    ['deep', { updatedAfter: new Date(Date.now() - 60_000).toISOString() }],
    ['deep', { updatedAfter: new Date(Date.now() - 30 * 86_400_000).toISOString() }, { rows: 1_001 }],
    ['deep', { createdBefore: '2001-01-01T00:00:00Z' }],
    ['deep', { search: 'ada' }],
  ])('a page of leads in %s with %j', async (kind, query, bounds) => {
    good(await watch.faultsOf(() => listLeads(watched(kind), listLeadsQuery.parse(query)), bounds));
  });

  it('a page 3,000 leads down', async () => {
    const [row] = await transaction(
      filled.deep.ctx,
      ({ tx }) => tx<{ id: string }[]>`select id from leads order by id desc offset 3000 limit 1`,
    );
    const query = listLeadsQuery.parse({ cursor: encodeCursor(row?.id ?? '') });
    good(await watch.faultsOf(() => listLeads(watched('deep'), query)));
  });

  it.each([
    // Up to a thousand are named by the index of the time.
    ['half', { rows: 1_000 }],
    ['thousandth', {}],
  ] as const)('stale leads where they are many and where they are few: %s', async (kind, bounds) => {
    const query = listLeadsQuery.parse({ staleForDays: '7', limit: '4' });
    let found: Lead[] = [];
    const findings = await watch.faultsOf(async () => {
      found = (await listLeads(watched(kind), query)).data;
    }, bounds);
    expect(found).toHaveLength(4);
    good(findings);
  });

  it('keys and tokens', async () => {
    const { db, clock } = watched('deep');
    good(await watch.faultsOf(() => authenticateKey(db, filled.deep.secret, clock.now())));
    good(await watch.faultsOf(() => authenticateToken(db, 'a-token-that-opens-nothing', 'conversation', clock.now())));
  });

  it('a new lead, and events that get their numbers', async () => {
    const input = { name: 'Ada Lovelace', email: `${mode}@example.com`, tags: ['new'] };
    good(await watch.faultsOf(() => createLead(watched('deep'), input)));
    good(await watch.faultsOf(() => watch.sql`select number_events(1000)`));
  });

  it('a stimulus is claimed', async () => {
    good(await watch.faultsOf(() => handleNextStimulus(watched('deep'), async () => undefined)));
  });

  it('the looks for what goes out: by automations, to members and to owners', async () => {
    const looks = [
      () => watch.sql`select workspace_id from take_automation_cursor()`,
      () => watch.sql`select release_automations(now(), array[]::uuid[])`,
      () => watch.sql`select id from take_automation_call(now(), now(), array[]::uuid[])`,
      () => watch.sql`select id from take_notification(now(), now(), array[]::uuid[])`,
      () => watch.sql`select id from take_webhook_endpoint_to_tell(now(), now(), array[]::uuid[])`,
    ];
    for (const look of looks) good(await watch.faultsOf(look));
  });

  it('an event is passed on to the leads that a rule may act on', async () => {
    const { ctx } = filled.plain;
    await transaction(
      ctx,
      ({ tx, workspace }) => tx`
        update automation_cursors set seq = (select last_event_seq - 20 from workspaces where id = ${workspace.id})
        where workspace_id = ${workspace.id}`,
    );
    const tools = { ...system, db: watched('plain').db };
    good(await watch.faultsOf(() => takeEvents(tools)));
  });

  it('timers that come due, and no more of them than that', async () => {
    const ids = Array.from({ length: 200 }, () => system.newId(system.now));
    const at = new Date(Date.now() + 1_800_000);
    good(await watch.faultsOf(() => watch.sql`select release_timers(${at}, ${ids}::uuid[])`));
  });

  it('an attempt to reach a lead, and its message that leaves', async () => {
    const { workspace } = filled.deep.ctx;
    const { id: leadId } = await createLead(filled.deep.ctx, { phone: '+351912345678', workflow: 'reaching' });
    const runId = await transaction(filled.deep.ctx, async ({ tx }) => {
      await tx`update workspaces set quiet_hours = null where id = ${workspace.id}`;
      const [run] = await tx<{ id: string }[]>`select id from runs where lead_id = ${leadId}`;
      return run?.id;
    });
    const of = { workspaceId: workspace.id, workspace, leadId, isTest: false, attempts: 0, id: '' };
    const due = { ...of, kind: 'attempt_due', payload: { runId } };
    const reached = () => transaction(watched('deep'), (ctx) => reachOut(ctx, due, 'http://localhost'));
    good(await watch.faultsOf(reached));
    const channels = createChannels(system.log);
    const tools = { ...system, channels, db: { ...system.db, sql: watch.sql } };
    let handed: HandedOver[] = [];
    good(
      await watch.faultsOf(async () => {
        handed = (await handOverMessages(tools, { atMost: 50, busy: new Set() })) ?? [];
      }),
    );
    expect(handed).toHaveLength(1);
    const result = { outcome: 'sent', providerMessageId: null } as const;
    const tried = handed.map((one) => ({ handed: one, result }));
    good(await watch.faultsOf(() => settleDeliveries(tools, tried)));
  });

  it.each([
    ['Is there parking?', 1],
    // "parking" among six thousand words of the workspace, and as many of the others.
    ['is there any parkng?', 1],
    // A word that half of the passages have is weighed, and not searched by.
    ['Where is the house, in common?', 1],
    ['Do you sell surfboards?', 0],
  ])('a question to ten thousand passages: %s', async (question, count) => {
    let found: unknown[] = [];
    const asking = async () => {
      found = (await searchKnowledge(watched('deep'), { question, limit: 5 })).data;
    };
    // The documents are counted: a thousand are the most.
    good(await watch.faultsOf(asking, { rows: 1000 }));
    expect(found.slice(0, 1)).toMatchObject(count === 0 ? [] : [{ answer: 'parking behind the house' }]);
  });

  it('a chat turn: what is said, what the agent knows and does, and what is read', async () => {
    await transaction(filled.plain.ctx, ({ tx }) => tx`delete from stimuli where lead_id = ${lead.id}`);
    const said = { text: 'We need it next month.' };
    good(await watch.faultsOf(() => sendChatMessage(visitor(), said)));
    const [stimulus] = await transaction(
      filled.plain.ctx,
      ({ tx }) =>
        tx<{ kind: string; payload: Record<string, unknown> }[]>`
          select kind, payload from stimuli where lead_id = ${lead.id}`,
    );
    const { kind, payload } = stimulus ?? { kind: '', payload: {} };
    const { workspace } = filled.plain.ctx;
    const of = { workspaceId: workspace.id, workspace, leadId: lead.id, isTest: false };
    const claimed = { ...of, id: '', kind, payload, attempts: 0 };
    good(await watch.faultsOf(() => transaction(watched('plain'), (ctx) => react(ctx, claimed, 'http://localhost'))));
    const never = new AbortController().signal;
    good(await watch.faultsOf(() => listChatMessages(visitor(), { after: 0, wait: 0 }, never)));
  });
});

it('tells of an index that is gone', async () => {
  const owner = postgres({ ...system.database.owner, max: 1, onnotice: () => undefined });
  await owner`drop index action_logs_of_lead`;
  await owner.end();
  const watch = await watchPlans(system.database, 'force_generic_plan');
  const ctx: Ctx = { ...filled.plain.ctx, db: { ...system.db, sql: watch.sql } };
  const timeline = await watch.faultsOf(() => listLeadActions(ctx, { leadId: lead.id, limit: 25 }));
  const overview = await watch.faultsOf(() => getLeadOverview(ctx, { leadId: lead.id }));
  await watch.end();
  expect(timeline.faults).toContainEqual(expect.stringContaining('action_logs'));
  expect(overview.faults).toContainEqual(expect.stringContaining('action_logs'));
});
