import { type Ctx, type TxCtx, transaction } from '../../src/db/database.ts';
import { enqueueStimulus } from '../../src/jobs/enqueue-stimulus.ts';
import { agentTimers, appendMessage, findOrOpenConversation } from '../../src/modules/conversations/index.ts';
import { addTenant, openChat, type TestChat, type TestTenant } from '../api.ts';
import type { Chronicle, History, Round, Step } from './history.ts';
import type { House } from './house.ts';
import { type Kind, kinds } from './kinds.ts';

/** From when to when something was so, as an API's answers and calls told it; without an end where it still is. */
export interface Span {
  readonly what: 'taken over' | 'out' | 'suppressed' | 'deleted' | 'paused';
  readonly from: number;
  to: number;
}

/** A lead that lives a history. */
export interface Living {
  readonly kind: Kind;
  readonly history: History;
  readonly tenant: TestTenant;
  readonly id: string;
  readonly phone: string | null;
  readonly spans: Span[];
  readonly trace: string[];
  readonly faults: string[];
  readonly chat: TestChat | undefined;
}

let phones = 0;

/** Between one step of all leads and the next, at the least. */
const STEP_MS = 10;

/** Lets a chronicle happen in a house; returns who lived it. */
export async function play(house: House, { histories, rounds }: Chronicle): Promise<Living[]> {
  const tenants = await Promise.all(kinds.map((kind) => settle(house, kind)));
  const living = await inParallel(histories, (history) => {
    const tenant = tenants[history.kind];
    const kind = kinds[history.kind];
    if (!tenant || !kind) throw new Error('there is no such workspace');
    return comeIn(house, tenant, kind, history);
  });
  await house.idle();
  for (const [at, round] of rounds.entries()) {
    // What comes later is later: what is done one thing after the other is never done in one moment.
    house.clock.set(new Date(house.clock.now().getTime() + STEP_MS));
    await changeHouse(tenants, round);
    await inParallel(living, (lead) => take(house, lead, lead.history.steps[at] ?? { do: 'nothing' }));
    if (round.crashes) await house.crash();
    if (!round.hurries) await house.idle();
    if (round.passMinutes > 0) await house.pass(round.passMinutes * 60_000, round);
  }
  house.release();
  for (const { phone } of living) if (phone !== null) house.setManner(phone, 'ok');
  await house.pass(3_600_000, { jumps: false });
  return living;
}

async function settle(house: House, { name, workflow, requiresConsent, autonomy, handBackAfterHours }: Kind) {
  const slug = `${name}-${house.tick()}`;
  const tenant = await addTenant(house.server, {
    slug,
    timeZone: 'Europe/Lisbon',
    country: 'PT',
    workflows: [workflow],
  });
  await ok(tenant.ask('PATCH', '/v1/workspace', { body: { requiresConsent } }));
  await ok(tenant.ask('PUT', '/v1/workspace/hand-back', { body: { afterHours: handBackAfterHours } }));
  for (const { id } of (await tenant.ask('GET', '/v1/agents')).json().data)
    await ok(tenant.ask('PATCH', `/v1/agents/${id}`, { body: { autonomy } }));
  return tenant;
}

async function comeIn(house: House, tenant: TestTenant, kind: Kind, history: History): Promise<Living> {
  const { comesBy, isTest, timeZone, hasPhone, isProved, hasConsent } = history;
  const phone = hasPhone ? `+35191${String(++phones).padStart(7, '0')}` : null;
  const body = {
    timeZone,
    ...(phone !== null && { phone, ...(isProved && { phoneVerified: true }) }),
    ...(hasConsent && { consent: { basis: 'contact form' } }),
  };
  const key = isTest ? tenant.testKey : tenant.liveKey;
  const common = { kind, history, tenant, phone, spans: [], faults: [] };
  if (comesBy === 'api' || isTest) {
    const { id } = (await ok(tenant.ask('POST', '/v1/leads', { body, key }))).json();
    return { ...common, id, chat: undefined, trace: [`${shown(house)} comes in`] };
  }
  const chat = await openChat(tenant);
  const { id } = await chat.lead();
  const { consent: _consent, ...rest } = body;
  await ok(tenant.ask('PATCH', `/v1/leads/${id}`, { body: rest }));
  return { ...common, id, chat, trace: [`${shown(house)} opens a chat`] };
}

async function changeHouse(tenants: readonly TestTenant[], { house: change }: Round): Promise<void> {
  const tenant = tenants[change.kind];
  const workflow = kinds[change.kind]?.name;
  if (!tenant || change.do === 'none') return;
  if (change.do === 'stop' || change.do === 'start')
    await ok(tenant.ask('PATCH', '/v1/workspace', { body: { isStopped: change.do === 'stop' } }));
  else await ok(tenant.ask('PATCH', `/v1/workflows/${workflow}`, { body: { isPaused: change.do === 'pause' } }));
}

async function take(house: House, lead: Living, step: Step): Promise<void> {
  if (step.do === 'nothing') return;
  const began = house.tick();
  const status = await act(house, lead, step).catch((error: unknown) => {
    lead.faults.push(`${JSON.stringify(step)} failed: ${error}`);
    return 500;
  });
  if (status === undefined) return;
  lead.trace.push(`${shown(house)} ${JSON.stringify(step)} ${status} (${began} to ${house.tick()})`);
  if (status >= 300) return;
  note(lead, step, { began, answered: house.tick() });
  if (step.do === 'take_over' || step.do === 'person_says') {
    const left = await transaction(lead.tenant.ctx, (ctx) => meantForSilence(ctx, lead.id));
    if (left.length > 0) lead.faults.push(`a person has the lead and these are still to come: ${left.join(', ')}`);
  }
}

interface When {
  readonly began: number;
  readonly answered: number;
}

/** Keeps since when the house has promised what: from an answer until the next call that takes it back. */
function note({ spans }: Living, step: Step, { began, answered }: When): void {
  const begin = (what: Span['what']) => spans.push({ what, from: answered, to: Number.POSITIVE_INFINITY });
  const end = (what: Span['what']) => {
    for (const span of spans) if (span.what === what) span.to = Math.min(span.to, began);
  };
  if (step.do === 'take_over' || step.do === 'person_says') begin('taken over');
  if (step.do === 'hand_back') end('taken over');
  if (step.do === 'suppress') begin('suppressed');
  if (step.do === 'lift') end('suppressed');
  if (step.do === 'pause') begin('paused');
  if (step.do === 'resume') end('paused');
  if (step.do === 'opt' && step.isOut) begin('out');
  if (step.do === 'opt' && !step.isOut) for (const what of ['out', 'suppressed'] as const) end(what);
  // Words may take it back as well, whenever they are read.
  if (step.do === 'hears') for (const what of ['out', 'suppressed'] as const) end(what);
  if (step.do === 'delete') begin('deleted');
}

/** Does it as an integrator would; gives the status, or undefined where there is nothing to do it with. */
async function act(house: House, lead: Living, step: Step): Promise<number | undefined> {
  const { id, tenant, phone, history } = lead;
  const key = history.isTest ? tenant.testKey : tenant.liveKey;
  const ask = async (method: Parameters<TestTenant['ask']>[0], url: string, body?: object) => {
    const { statusCode, body: said } = await tenant.ask(method, url, { key, ...(body && { body }) });
    if (statusCode >= 500) lead.faults.push(`${method} ${url} answered ${statusCode}: ${said}`);
    return statusCode;
  };
  const list = async (url: string): Promise<{ id: string; [more: string]: unknown }[]> =>
    (await tenant.ask('GET', url, { key })).json().data ?? [];
  const at = `/v1/leads/${id}`;
  switch (step.do) {
    case 'hears':
      return hears(lead, step);
    case 'take_over':
      return ask('POST', `${at}/take-over`);
    case 'hand_back':
      return ask('POST', `${at}/hand-back`);
    case 'person_says': {
      const place = await lastConversation(lead);
      return (
        place && ask('POST', `/v1/conversations/${place.id}/messages`, { text: `A person's words ${house.tick()}` })
      );
    }
    case 'opt':
      return ask('PATCH', at, { optedOut: step.isOut });
    case 'suppress':
      return phone === null || history.isTest
        ? undefined
        : ask('POST', '/v1/suppressions', { kind: 'phone', address: phone });
    case 'lift': {
      const found = (await list('/v1/suppressions?limit=100')).find(({ address }) => address === phone);
      return found && phone !== null ? ask('DELETE', `/v1/suppressions/${found.id}`) : undefined;
    }
    case 'follow_up': {
      const { on, inMinutes, cancelOnReply } = step;
      const sendAt = new Date(house.clock.now().getTime() + inMinutes * 60_000).toISOString();
      const body = { text: `Promised ${house.tick()}`, sendAt, cancelOnReply, ...(on !== 'last' && { channel: on }) };
      return ask('POST', `${at}/follow-ups`, body);
    }
    case 'consent':
      return ask('POST', `${at}/consents`, { basis: 'said so' });
    case 'withdraw': {
      const found = (await list(`${at}/consents`)).find(({ withdrawnAt }) => withdrawnAt === null);
      return found && ask('DELETE', `${at}/consents/${found.id}`);
    }
    case 'pause':
    case 'resume': {
      const run = (await list(`${at}/runs`)).find(({ isActive }) => isActive);
      return (
        run && ask('POST', `/v1/runs/${run.id}/${step.do}`, step.do === 'resume' ? { resumeCadence: true } : undefined)
      );
    }
    case 'status':
      return ask('POST', `${at}/status`, { status: step.to });
    case 'book': {
      if (lead.kind.name !== 'booking') return undefined;
      const [slot] = await list('/v1/workflows/booking/slots?limit=1');
      return slot && ask('POST', '/v1/appointments', { leadId: id, startAt: slot.startAt });
    }
    case 'cancel': {
      const [found] = await list(`/v1/appointments?leadId=${id}&status=confirmed`);
      return found && ask('POST', `/v1/appointments/${found.id}/cancel`);
    }
    case 'approve':
    case 'discard': {
      const found = (await list('/v1/drafts?limit=100')).find(({ leadId }) => leadId === id);
      return found && ask('POST', `/v1/messages/${found.id}/${step.do}`);
    }
    case 'channel':
      if (phone !== null) house.setManner(phone, step.is);
      return 200;
    case 'release':
      house.release();
      return undefined;
    case 'delete':
      return ask('DELETE', at);
    default:
      return undefined;
  }
}

/** The lead writes; in the very transaction of its words all that was meant for a silent one must be gone. */
async function hears(lead: Living, { text, on }: Extract<Step, { do: 'hears' }>): Promise<number | undefined> {
  const { tenant, history, id: leadId, chat } = lead;
  if (chat && on === 'last') return (await chat.say({ text })).statusCode;
  const ctx: Ctx = { ...tenant.ctx, isTest: history.isTest };
  return transaction(ctx, async (tctx) => {
    const { tx } = tctx;
    const [found] = await tx<{ agentId: string; runId: string | null; channel: string | null }[]>`
      select a.id as agent_id, (select id from runs where lead_id = l.id order by is_active desc, id desc limit 1) as run_id,
        (select channel from conversations where lead_id = l.id order by last_message_at desc nulls last limit 1) as channel
      from leads l join agents a on a.workspace_id = l.workspace_id and a.name = 'Mia'
      where l.id = ${leadId} and l.deleted_at is null for no key update of l`;
    if (!found) return undefined;
    const channel = on === 'last' ? (found.channel ?? 'sms') : on;
    const conversationId = await findOrOpenConversation(tctx, { ...found, leadId, channel });
    const { message } = await appendMessage(tctx, { conversationId, leadId, channel, author: 'lead', text });
    enqueueStimulus(tctx, { leadId, kind: 'message_received', payload: { conversationId, messageId: message.id } });
    const left = await meantForSilence(tctx, leadId, { unlessPromised: true });
    if (left.length > 0) lead.faults.push(`the lead wrote and these are still to come: ${left.join(', ')}`);
    return 202;
  });
}

/** What the agent would say unasked, and has not begun to. */
async function meantForSilence(
  { tx }: TxCtx,
  leadId: string,
  { unlessPromised = false }: { readonly unlessPromised?: boolean } = {},
): Promise<string[]> {
  const rows = await tx<{ what: string }[]>`
    select 'timer ' || kind as what from timers where lead_id = ${leadId} and kind = any (${[...agentTimers]}::text[])
      and not (${unlessPromised} and payload @> '{"keepsOnReply": true}')
    union all select 'stimulus ' || kind from stimuli
    where lead_id = ${leadId} and kind = any (${[...agentTimers]}::text[]) and dead_at is null
      and not (${unlessPromised} and payload @> '{"keepsOnReply": true}')
    union all select 'draft' from messages where lead_id = ${leadId} and status = 'awaiting_approval'
    union all select 'attempt' from messages m join deliveries d on d.message_id = m.id
    where m.lead_id = ${leadId} and m.purpose = 'attempt' and m.status = 'queued' and d.status <> 'sending'`;
  return rows.map(({ what }) => what);
}

async function lastConversation({ tenant, id }: Living): Promise<{ id: string } | undefined> {
  return transaction(tenant.ctx, async ({ tx }) => {
    const [found] = await tx<{ id: string }[]>`
      select id from conversations where lead_id = ${id} order by last_message_at desc nulls last, id desc limit 1`;
    return found;
  });
}

async function ok(asked: ReturnType<TestTenant['ask']>): ReturnType<TestTenant['ask']> {
  const response = await asked;
  if (response.statusCode >= 300) throw new Error(response.body);
  return response;
}

const AT_ONCE = 6;

async function inParallel<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const left = [...all.entries()];
  const run = async () => {
    for (let next = left.shift(); next; next = left.shift()) results[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, run));
  return results;
}

function shown({ clock }: House): string {
  return clock.now().toISOString().slice(5, 16);
}
