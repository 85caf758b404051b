import type { CaseName } from './cases.ts';
import { Connection, type Target } from './http-client.ts';
import { WrongAnswers } from './measure.ts';
import type { RequestPlan } from './plans.ts';

const LOOKS = 3;

type Body = Readonly<Record<string, unknown>>;

/** Looks at some answers as a whole before the load looks at each in passing. Raises WrongAnswers. */
export async function probe(plan: RequestPlan, target: Target, name: CaseName): Promise<void> {
  for (const place of plan.values.keys().take(LOOKS)) {
    const { status, body } = await ask(plan, target, place);
    const wrong = status === plan.status ? whatIsWrong(plan, name, body) : `status ${status}`;
    if (wrong !== undefined) throw new WrongAnswers(`${wrong}: ${JSON.stringify(body).slice(0, 400)}`);
  }
}

/** The answer to the plan's first request. */
export async function askOnce(plan: RequestPlan, target: Target): Promise<Body> {
  const { status, body } = await ask(plan, target, 0);
  if (status !== plan.status) throw new WrongAnswers(`status ${status}: ${JSON.stringify(body)}`);
  return body;
}

async function ask(plan: RequestPlan, target: Target, place: number): Promise<{ status: number; body: Body }> {
  const values = plan.values[place] ?? [];
  const unique = (Date.now() + place).toString().padStart(16, '0');
  const request = plan.request
    .replaceAll(/\{\{(\d+)\}\}/g, (_, at) => values[Number(at)] ?? '')
    .replaceAll('{{unique-in-16}}', unique);
  const connection = await Connection.open(target);
  try {
    const { status, body } = await connection.ask(request);
    return { status, body: body.length === 0 ? {} : JSON.parse(String(body)) };
  } finally {
    connection.close();
  }
}

function whatIsWrong(plan: RequestPlan, name: CaseName, body: Body): string | undefined {
  if (plan.rows !== undefined && sizeOf(body.data) !== plan.rows) return `a page without ${plan.rows} rows`;
  if (name === 'omni') return isFull(body) ? undefined : 'a lead that is not of the full shape';
  return undefined;
}

/** 12 items in groups, 20 lines, 3 documents and 2 other leads. */
function isFull(body: Body): boolean {
  return (
    itemsIn(body.checklistItems) === 12 &&
    sizeOf(body.actionLogs) === 20 &&
    sizeOf(body.documents) === 3 &&
    sizeOf(body.matchingLeads) === 2
  );
}

function itemsIn(groups: unknown): number {
  return Array.isArray(groups) ? groups.reduce((sum, group) => sum + sizeOf(Reflect.get(group, 'items')), 0) : 0;
}

function sizeOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}
