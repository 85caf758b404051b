// The same conversations through the product, with its database and its chat API, and through the simulator.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_QUIET_HOURS } from '../src/engagement/simulation/channels.ts';
import type { SimulationStep } from '../src/engagement/simulation/input.ts';
import { simulate } from '../src/engagement/simulation/simulate.ts';
import type { Trace } from '../src/engagement/simulation/trace.ts';
import { PLACEHOLDERS } from '../src/engagement/simulation/world.ts';
import { parseWorkflowFile, type WorkflowFile } from '../src/modules/workflows/index.ts';
import { type Chat, type LiveLead, openLead } from './live-lead.ts';
import { startTestServer, type TestServer } from './server.ts';
import { shippedWorkflow } from './shipped-workflow.ts';
import {
  collectedChats,
  collection,
  listenedChats,
  loanChats,
  lostVisitors,
  reachedLeads,
  reaching,
  type ScriptLine,
  salonChats,
  viewingChats,
} from './simulated-chats.ts';

/** A Monday morning in spring in New York; the salon is closed on Mondays. */
const START = Date.parse('2027-03-01T15:07:00Z');
const timeZone = 'America/New_York';

/** All that is compared after each step. */
interface Seen {
  readonly said: readonly string[];
  readonly variables: Readonly<Record<string, unknown>>;
  readonly standing: Readonly<Record<string, unknown>>;
}

const WEEK_MS = 7 * 86_400_000;

let server: TestServer;
const began = Date.now();
let startedAt = START;
let passedMs = 0;
/** It must run, as ids and what waits in line go by it. */
const now = () => START + passedMs + Date.now() - began;
beforeAll(async () => {
  server = await startTestServer({ clock: { now: () => new Date(now()) } });
});
afterAll(() => server.stop());

/** Workflows that are not shipped. */
const own: Readonly<Record<string, WorkflowFile>> = { collection, reaching };

describe.each([
  ['salon-appointment', salonChats, 'autopilot'],
  ['property-viewing', viewingChats, 'autopilot'],
  ['business-loan-documents', loanChats, 'autopilot'],
  ['collection', collectedChats, 'autopilot'],
  ['reaching', lostVisitors, 'autopilot'],
  ['reaching', reachedLeads, 'autopilot'],
  ['reaching', lostVisitors, 'listen'],
  ['salon-appointment', listenedChats, 'listen'],
] as const)('a lead of %s', (name, chats, autonomy) => {
  it.each(Object.entries(chats))(
    `%s (${autonomy}): the simulator shows what the product does`,
    async (_kind, script) => {
      const steps = script.map(toStep);
      const file = own[name] ?? (await shippedWorkflow(name));
      const channel = chats === reachedLeads ? 'api' : 'web_chat';
      startOnMonday();
      const live = await liveThrough(file, steps, { autonomy, channel });
      const trace = simulated(file, steps, { autonomy, channel, name: live.slug });
      for (const [index, seen] of live.seen.entries()) {
        expect(seenIn(trace, index - 1), `after step ${index - 1} of\n${script.map(told).join('\n')}`).toEqual(seen);
      }
    },
    60_000,
  );
});

/** Each conversation begins at the same time of a Monday, later than all before it. */
function startOnMonday(): void {
  startedAt = START + Math.ceil((now() - START) / WEEK_MS) * WEEK_MS;
  passedMs += startedAt - now();
}

function toStep(line: ScriptLine): SimulationStep {
  return typeof line === 'string' ? { do: 'lead_says', text: line } : line;
}

function told(line: ScriptLine): string {
  return typeof line === 'string' ? line : JSON.stringify(line);
}

function simulated(
  { text, fileName }: WorkflowFile,
  steps: readonly SimulationStep[],
  { autonomy, channel, name }: Chat & { readonly name: string },
): Trace {
  return simulate(parseWorkflowFile(text, { fileName }).definition, {
    startAt: new Date(startedAt),
    workspace: { name, timeZone, country: 'US', locale: 'en' },
    agent: { autonomy },
    channel,
    channels: server.context.channels,
    quietHours: DEFAULT_QUIET_HOURS,
    contact: { name: null, email: null, phone: null },
    approvesDrafts: false,
    busy: [],
    steps,
  });
}

/** What the product shows before the first step and after each. */
async function liveThrough(workflow: WorkflowFile, steps: readonly SimulationStep[], chat: Chat) {
  const move = (byMs: number) => {
    passedMs += byMs;
  };
  const live = await openLead(server, { now, move }, { workflow, timeZone, ...chat });
  const seen = [await look(live)];
  for (const step of steps) {
    await live.take(step);
    seen.push(await look(live));
  }
  return { seen, slug: live.tenant.slug };
}

async function look({ tenant, ...live }: LiveLead): Promise<Seen> {
  const lead = await live.read();
  const messages = await live.said();
  const [draft] = (await tenant.ask('GET', '/v1/drafts')).json().data;
  const { appointment: newest } = lead;
  const appointment = newest?.status === 'confirmed' && Date.parse(newest.endAt) > now() ? newest : null;
  return {
    said: messages.map(({ channel, author, text }) => `${channel} ${author}: ${plain(text)}`),
    variables: Object.fromEntries(
      Object.entries(lead.variables).map(([key, { value, valueText, confidence }]) => [
        key,
        { value, valueText, confidence },
      ]),
    ),
    standing: {
      stage: lead.stage,
      statusKey: lead.run?.status.key,
      runStatus: lead.run?.runStatus,
      owner: lead.owner,
      needsHuman: lead.needsHuman,
      optedOut: lead.optedOut,
      score: lead.qualificationScore,
      appointment: appointment && { startAt: appointment.startAt, resourceName: appointment.resourceName },
      contact: { name: lead.name, email: lead.email, phone: lead.phone },
      draft: draft ? plain(draft.text) : null,
    },
  };
}

/** Addresses as the simulator writes them. */
function plain(text: string): string {
  return text
    .replaceAll(/https?:\S+\.ics|\{calendarUrl\}/g, PLACEHOLDERS.calendarUrl)
    .replaceAll(/https?:\S*\w/g, PLACEHOLDERS.portalUrl);
}

/** The same of the simulator, once this step is done. */
function seenIn({ turns }: Trace, step: number): Seen {
  const done = turns.filter((turn) => turn.step <= step);
  const happened = done.flatMap((turn) => turn.happened);
  const variables: Record<string, unknown> = {};
  const said: string[] = [];
  for (const one of happened) {
    if (one.kind === 'message') said.push(`${one.channel} ${one.author}: ${plain(one.text)}`);
    if (one.kind === 'learned')
      variables[one.key] = { value: one.value, valueText: one.valueText, confidence: one.confidence };
    if (one.kind === 'forgot') delete variables[one.key];
  }
  return { said, variables, standing: standingIn(done.at(-1)) };
}

function standingIn(turn: Trace['turns'][number] | undefined) {
  if (!turn) throw new Error('nothing happened');
  const { timers: _, appointment, draft, ...after } = turn.after;
  return {
    ...after,
    draft: draft && plain(draft),
    appointment: appointment && { startAt: appointment.startAt, resourceName: appointment.resourceName },
  };
}
