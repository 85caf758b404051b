import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Ctx } from '../../db/database.ts';
import { DEFAULT_QUIET_HOURS } from '../../engagement/simulation/channels.ts';
import type { SimulationInput } from '../../engagement/simulation/input.ts';
import { type Trace, traceSchema } from '../../engagement/simulation/trace.ts';
import type { WorkflowDefinition } from '../../engagement/workflow/definition.ts';
import type { Clock } from '../../kernel/clock.ts';
import { parseEmail, parseSentPhone } from '../../kernel/contact.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { FoyerError, invalidInput } from '../../kernel/errors.ts';
import { isUuid } from '../../kernel/ids.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { getAgent } from '../agents/index.ts';
import { loadWorkflow, readWorkflowBody, workflowParams } from '../workflows/index.ts';
import { lookUp } from './look-up.ts';
import { runSimulation } from './run-simulation.ts';
import { type SimulationBody, simulationBody } from './simulation-body.ts';
import { toSteps } from './to-steps.ts';

const LONGEST_MS = 20_000;

/**
 * What would come of a conversation with a lead of this workflow, or of a draft of it: nothing is written or sent. The
 * calendar is empty but for what the lead books; questions are looked up in the workspace's knowledge. Raises `not_found`, `invalid_input`, `unprocessable`.
 */
export async function simulateWorkflow(
  ctx: Ctx,
  { workflowId, ...body }: SimulationBody & { readonly workflowId: string },
  signal: AbortSignal,
): Promise<Trace> {
  requireScope(ctx, 'workflows:read');
  const { definition, agent } = await chooseDefinition(ctx, workflowId, body);
  const { name, timeZone, country, locale } = ctx.workspace;
  const startAt = body.startAt === undefined ? ctx.clock.now() : new Date(body.startAt);
  const { steps, messageOf } = toSteps(body, startAt);
  const input: SimulationInput = {
    startAt,
    workspace: { name, timeZone, country, locale },
    agent: { ...agent, ...(body.autonomy && { autonomy: body.autonomy }) },
    channels: ctx.channels,
    quietHours: DEFAULT_QUIET_HOURS,
    channel: body.lead?.channel ?? 'web_chat',
    contact: contactOf(body, country),
    approvesDrafts: body.approveDrafts ?? false,
    busy: [],
    steps,
  };
  const latest = ctx.clock.now().getTime() + LONGEST_MS;
  const trace = await runSimulation(definition, input, {
    lookUp: (question) => lookUp(ctx, question),
    pause: () => letOthersGo(ctx.clock, { latest, signal }),
  });
  return { ...trace, turns: trace.turns.map((turn) => ({ ...turn, step: messageOf[turn.step] ?? turn.step })) };
}

/** Other requests get their turn. Raises `unprocessable` simulation_too_long, and what the signal says where nobody waits any more. */
async function letOthersGo(
  clock: Clock,
  { latest, signal }: { readonly latest: number; readonly signal: AbortSignal },
): Promise<void> {
  await setImmediate();
  signal.throwIfAborted();
  if (clock.now().getTime() <= latest) return;
  const message = 'The simulation takes longer than twenty seconds: give fewer messages, or a shorter time.';
  throw new FoyerError('unprocessable', message, { reason: 'simulation_too_long' });
}

interface Chosen {
  readonly definition: WorkflowDefinition;
  readonly agent: NonNullable<SimulationInput['agent']>;
}

/** The draft, the version that is wanted, or the newest; with the workflow's agent, as what was changed of it stays. */
async function chooseDefinition(ctx: Ctx, wanted: string, body: SimulationBody): Promise<Chosen> {
  const { source, definition: json, version } = body;
  const which = isUuid(wanted) ? { workflowId: wanted } : { key: wanted };
  const stored = await loadWorkflow(ctx, { ...which, ...(version !== undefined && { version }) });
  const { name, role, tone, greeting, autonomy, disclosesAssistant } = await getAgent(ctx, { agentId: stored.agentId });
  const agent = { name, role, tone, greeting, autonomy, disclosesAssistant };
  if (source === undefined && json === undefined) return { definition: stored.definition, agent };
  const { definition } = readWorkflowBody({ source, definition: json }, ctx.clock.now());
  const isSame = isDeepStrictEqual(definition.agent, stored.definition.agent);
  return { definition, agent: isSame ? agent : { autonomy, disclosesAssistant } };
}

function contactOf({ lead = {} }: SimulationBody, country: string): SimulationInput['contact'] {
  const read = (key: 'email' | 'phone', parse: (text: string) => string | undefined) => {
    const text = lead[key];
    if (text === undefined) return null;
    const value = parse(text);
    if (value !== undefined) return value;
    const message = key === 'email' ? 'This is no e-mail address.' : 'This is no phone number. Give its area code too.';
    throw invalidInput('The lead cannot be read.', [{ path: ['lead', key], message }]);
  };
  return {
    name: lead.name ?? null,
    email: read('email', parseEmail),
    phone: read('phone', (text) => parseSentPhone(text, country)?.e164),
  };
}

export const simulateWorkflowOperation = defineOperation({
  operationId: 'simulateWorkflow',
  method: 'POST',
  path: '/v1/workflows/{workflowId}/simulations',
  tag: 'Workflows',
  summary: 'Simulate a conversation',
  description:
    'Tries a workflow, or a draft of it, with the same decisions as in real conversations, in a time of its own: what is said, learned, moved, booked and refused after each message, and why. Questions are looked up in the knowledge of the workspace. Nothing is written or sent, and the calendar is empty but for what the lead books.',
  auth: 'key',
  scope: 'workflows:read',
  params: workflowParams,
  body: simulationBody,
  success: { status: 200, description: 'Each turn, and how things stand at the end.', schema: traceSchema },
  errors: ['not_found', 'unprocessable'],
  handle: (ctx: Ctx, { params, body, signal }) => simulateWorkflow(ctx, { ...params, ...body }, signal),
});
