/** What a case must reach: `ratio` and `processorRatio` compare with its reference. */
export type Goal =
  | { readonly of: 'ratio'; readonly least: number }
  | { readonly of: 'perSecond'; readonly least: number }
  | { readonly of: 'p50Ms' | 'p99Ms' | 'serverMb'; readonly most: number }
  | { readonly of: 'processorRatio'; readonly most: number };

export interface Case {
  readonly name: string;
  readonly title: string;
  /** The case it is compared with, in the same round. */
  readonly reference?: CaseName;
  readonly goal?: Goal;
  /** Cases that are run with it where it is named. */
  readonly also?: readonly string[];
}

const ratio = (least: number): Goal => ({ of: 'ratio', least });

/** In the order in which a round runs them. */
const all = {
  hello: { title: 'Fastify hello world' },
  'lead-constant': { title: 'A lead as a constant, same serializer', reference: 'hello' },
  get: { title: 'GET lead', reference: 'hello', goal: ratio(0.6) },
  coachbot: { title: 'GET lead, Coachbot', reference: 'hello', goal: ratio(0.6) },
  nexor: { title: 'GET lead, Nexor', reference: 'hello', goal: ratio(0.6) },
  vorel: { title: 'GET lead, Vorel', reference: 'hello', goal: ratio(0.6) },
  convocore: { title: 'GET lead, Convocore', reference: 'hello', goal: ratio(0.6) },
  omni: { title: 'GET lead, Omni, the full shape', reference: 'hello', goal: ratio(0.2) },
  'not-modified': { title: 'GET lead with If-None-Match: 304', reference: 'hello' },
  'get-half-load': { title: 'GET lead at half of its load', reference: 'get', goal: { of: 'p99Ms', most: 10 } },
  'get-pair': {
    title: 'GET lead, two processes behind one port',
    reference: 'get',
    goal: { of: 'processorRatio', most: 1.1 },
  },
  'page-constant': { title: 'A page of 25 as a constant, same serializer', reference: 'hello' },
  list: { title: 'GET leads, first page of 25', reference: 'page-constant', goal: ratio(0.6) },
  'vorel-list': { title: 'GET leads, first page of 25, Vorel', reference: 'page-constant', goal: ratio(0.6) },
  deep: { title: 'GET leads, a page far down', reference: 'list', goal: ratio(0.9) },
  'stale-half': { title: 'Vorel stale_for_days=7, half stale', reference: 'vorel-list', goal: ratio(0.7) },
  'stale-thousandth': {
    title: 'Vorel stale_for_days=7, one in 1,000 stale',
    reference: 'vorel-list',
    goal: ratio(0.7),
  },
  'pgbench-select': { title: 'pgbench -S, prepared' },
  'pgbench-insert': { title: 'pgbench, the rows of a POST in one prepared statement' },
  post: { title: 'POST lead', reference: 'pgbench-insert', goal: ratio(0.6) },
  chat: { title: 'Chat turn: message in, reply stored', goal: { of: 'perSecond', least: 1_000 } },
  'webhooks-many': { title: 'Webhooks delivered, 100 endpoints' },
  'webhooks-hanging': {
    title: 'Webhooks delivered, 70 of 100 endpoints while 30 hang',
    reference: 'webhooks-many',
    goal: ratio(0.6),
  },
  'webhooks-idle': { title: 'From a request to its webhook, idle', goal: { of: 'p50Ms', most: 50 } },
  webhooks: {
    title: 'Webhooks delivered, one endpoint',
    goal: { of: 'perSecond', least: 1_500 },
    also: ['webhooks-many', 'webhooks-hanging', 'webhooks-idle'],
  },
  stream: { title: 'Events to 2,000 open streams', goal: { of: 'serverMb', most: 300 } },
} as const satisfies Record<string, Omit<Case, 'name' | 'reference'> & { reference?: string }>;

export type CaseName = keyof typeof all;

export const cases: readonly (Case & { readonly name: CaseName })[] = Object.entries(all).map(([name, rest]) => ({
  ...rest,
  name: asCaseName(name),
}));

/** A key of `all`, as Object.entries gives no more than a string. */
function asCaseName(name: string): CaseName {
  return name as CaseName;
}

/** The cases with these names, and those they are compared with; all where nothing is named. */
export function chosenCases(only: readonly string[] | undefined): typeof cases {
  if (!only) return cases;
  const wanted = new Set<string>(only);
  // A reference may have one of its own.
  for (const name of wanted) {
    const { reference, also = [] } = cases.find((one) => one.name === name) ?? {};
    for (const other of [reference, ...also]) if (other) wanted.add(other);
  }
  return cases.filter(({ name }) => wanted.has(name));
}
