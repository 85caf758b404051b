import type { CaseName } from './cases.ts';
import { toWire } from './http-client.ts';
import type { LoadPlan } from './load.ts';
import type { LeadSample, PageSample, Sampler } from './samples.ts';

/** A plan but for where and how long; `rows` is how many a page must have. */
export interface RequestPlan extends Pick<LoadPlan, 'request' | 'values' | 'status' | 'marks'> {
  readonly rows?: number;
}

export type PlanName = Exclude<
  CaseName,
  'get-half-load' | 'get-pair' | 'pgbench-select' | 'pgbench-insert' | 'chat' | 'stream' | `webhooks${string}`
>;

export type Plans = Readonly<Record<PlanName, () => Promise<RequestPlan>>>;

const PAGE = 25;
const bearer = (place: number) => ({ authorization: `Bearer {{${place}}}` });

/** What every case that is made of HTTP requests sends, and how a right answer is known. */
export function createPlans(sampler: Sampler, { writer, depth }: { writer: string; depth: number }): Plans {
  const leads = once(() => sampler.randomLeads());
  const getLead = async (path: string, headers: Record<string, string> = bearer(1)): Promise<RequestPlan> => ({
    request: toWire({ method: 'GET', path, headers }),
    values: (await leads()).map(valuesOfLead),
    status: 200,
    marks: ['{{0}}'],
  });
  const constant = (path: string, mark: string): RequestPlan => ({
    request: toWire({ method: 'GET', path }),
    values: [[]],
    status: 200,
    marks: [mark],
  });
  return {
    hello: async () => constant('/hello', '{"hello":"world"}'),
    'lead-constant': async () => constant('/lead', '"variables"'),
    'page-constant': async () => constant('/page', '"nextCursor"'),
    get: () => getLead('/v1/leads/{{0}}'),
    coachbot: () => getLead('/coachbot/api/public/leads/{{0}}'),
    nexor: () => getLead('/nexor/api/public/leads/{{0}}', { 'x-api-key': '{{1}}' }),
    vorel: () => getLead('/vorel/api/v1/leads/{{0}}'),
    convocore: () => getLead('/convocore/v3/leads/{{0}}?agentId={{2}}'),
    omni: async () => ({
      ...(await getLead('/omni/api/v1/leads/{{0}}', { 'x-api-key': '{{1}}' })),
      values: (await sampler.fatLeads()).map(valuesOfLead),
    }),
    'not-modified': async () => ({
      ...(await getLead('/v1/leads/{{0}}', { ...bearer(1), 'if-none-match': 'W/"3"' })),
      status: 304,
      marks: [],
    }),
    list: async () => page('/v1/leads?limit=25', await sampler.firstPages()),
    'vorel-list': async () => page('/vorel/api/v1/leads?limit=25', await sampler.firstPages()),
    deep: async () => page('/v1/leads?limit=25&cursor={{1}}', await sampler.deepPages(depth)),
    'stale-half': async () => page(STALE, await sampler.stalePages('half')),
    'stale-thousandth': async () => page(STALE, await sampler.stalePages('thousandth')),
    post: async () => postLead(writer),
  };
}

const STALE = '/vorel/api/v1/leads?limit=25&stale_for_days=7';

function valuesOfLead({ id, secret, agentId }: LeadSample): string[] {
  return [id, secret, agentId];
}

function page(path: string, samples: readonly PageSample[]): RequestPlan {
  const cursorOf = (start: string) => Buffer.from(start.replaceAll('-', ''), 'hex').toString('base64url');
  return {
    request: toWire({ method: 'GET', path, headers: bearer(0) }),
    values: samples.map(({ secret, start, last }) => [secret, cursorOf(start), last]),
    status: 200,
    marks: ['"id":"{{2}}"'],
    rows: PAGE,
  };
}

function postLead(secret: string): RequestPlan {
  const lead = {
    name: 'Ada Lovelace',
    email: 'ada.{{unique-in-16}}@example.com',
    businessName: 'Lovelace Bakery LLC',
    goal: 'Working capital',
    source: 'google-ads',
    tags: ['new'],
    metadata: { utm_source: 'google', utm_campaign: 'loans-7', landingPage: '/apply/7' },
  };
  return {
    // The mark that is replaced is as long as what replaces it, so that the length in the head is right.
    request: toWire({ method: 'POST', path: '/v1/leads', headers: bearer(0), body: JSON.stringify(lead) }),
    values: [[secret]],
    status: 201,
    marks: ['"email":"ada.{{unique-in-16}}@example.com"', '"stage":"new"'],
  };
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let started: Promise<T> | undefined;
  return () => {
    started ??= work();
    return started;
  };
}
