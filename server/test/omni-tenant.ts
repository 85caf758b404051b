import type { Scope } from '../src/kernel/scopes.ts';
import { createKey } from '../src/modules/keys/index.ts';
import { type Ask, addTenant, type TestTenant } from './api.ts';
import type { TestServer } from './server.ts';

/** Asks as a client of Omni does: under the prefix, with the key in x-api-key. */
type OmniAsk = (
  method: Parameters<Ask>[0],
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => ReturnType<Ask>;

export interface OmniTenant {
  readonly tenant: TestTenant;
  readonly key: string;
  readonly ask: OmniAsk;
  /** With a test key. */
  readonly askTest: OmniAsk;
  keyWith(options: { scopes?: Scope[]; limitPerMinute?: number }): Promise<string>;
}

/** A workspace whose leads have the page's checklist item, one more that is required, and one for documents. */
export async function addOmniTenant(server: TestServer): Promise<OmniTenant> {
  const tenant = await addTenant(server, { country: 'US', workflows: [{ fileName: 'loan.yaml', text: loanWorkflow }] });
  const make = async (options: object) =>
    (await createKey(tenant.ctx, { dialect: 'omni', limitPerMinute: 1_000_000, ...options })).secret;
  const key = await make({});
  const askWith =
    (secret: string): OmniAsk =>
    (method, path, body, headers) =>
      tenant.ask(method, `/omni/api/v1${path}`, { body, key: '', headers: { 'x-api-key': secret, ...headers } });
  return { tenant, key, ask: askWith(key), askTest: askWith(await make({ isTest: true })), keyWith: make };
}

const loanWorkflow = `
key: loan
name: Loan
goal: collection
agent: { name: Alex, role: Adviser }
statuses:
  - { key: new, label: New, category: active, flags: [initial] }
fields:
  - { key: amount, label: Amount, type: number, ask: How much do you need?, required: false }
checklist:
  - name: Business Information
    items:
      - { code: business_name, label: Business Name, fieldType: TEXT }
  - name: Figures
    items:
      - { code: amount, label: Amount, fieldType: NUMBER, field: amount }
      - { code: statement, label: Bank statement, fieldType: BANK_STATEMENT, validationRules: [It is of this year.] }
`;
