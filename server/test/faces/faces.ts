import { expect } from 'vitest';
import type { TestTenant } from '../api.ts';
import { only, type Person } from './person.ts';

/** One face as its client uses it, and what mapping.md says that it shows of a person. */
export interface TestFace {
  readonly name: 'coachbot' | 'omni' | 'nexor' | 'vorel' | 'convocore';
  /** What of a person this face can say. */
  writes(person: Person): Person;
  /** Makes a lead; its id. Throws with the answer where it was refused. */
  create(tenant: FaceTenant, person: Person): Promise<string>;
  /** What is sent to create a lead of this person: address and body. */
  request(tenant: FaceTenant, person: Person): Promise<{ readonly url: string; readonly body: object }>;
  readonly errorShape: (body: unknown) => boolean;
  read(tenant: FaceTenant, leadId: string): Promise<Record<string, unknown>>;
  /** What the face shows of a person, in the shape that `read` gives. */
  expected(person: Person): Record<string, unknown>;
}

export interface FaceTenant {
  readonly tenant: TestTenant;
  readonly keys: Readonly<Record<TestFace['name'], string>>;
  readonly agentId: string;
}

async function ask(
  { tenant, keys }: FaceTenant,
  face: TestFace['name'],
  method: 'GET' | 'POST',
  url: string,
  body?: object,
): Promise<Record<string, unknown>> {
  const header = face === 'omni' || face === 'nexor' ? { 'x-api-key': keys[face] } : undefined;
  const headers = header ?? { authorization: `Bearer ${keys[face]}` };
  const reply = await tenant.ask(method, url, { key: '', headers, body });
  if (reply.statusCode >= 300) throw new Error(`${method} ${url} answered ${reply.statusCode}: ${reply.body}`);
  return reply.json();
}

function member(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function idAt(body: unknown, ...path: readonly string[]): string {
  const id = member(body, ...path);
  if (typeof id !== 'string') throw new Error(`no id at ${path.join('.')} of ${JSON.stringify(body)}`);
  return id;
}

/** Null where nothing is known. */
const orNull = (value: unknown) => value ?? null;
const wholeName = ({ name, givenName, middleName, familyName }: Person) =>
  name ?? ([givenName, middleName, familyName].filter(Boolean).join(' ') || null);
/** The first word is the given name, the rest the family name, where the name was said whole. */
const given = (person: Person) => orNull(person.givenName ?? person.name?.split(' ')[0]);
const family = (person: Person) => orNull(person.familyName ?? (person.name?.split(' ').slice(1).join(' ') || null));
const defined = (object: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));

const coachbot: TestFace = {
  name: 'coachbot',
  writes: (person) =>
    only({ ...person, name: person.name ?? 'Someone' }, ['name', 'email', 'phone', 'goal', 'metadata']),
  request: async (_tenant, { name, email, phone, goal, metadata }) => ({
    url: '/coachbot/api/public/leads',
    body: defined({ name, email, phone, goal, metadata, consent: true }),
  }),
  create: async (tenant, person) => {
    const { url, body } = await coachbot.request(tenant, person);
    return idAt(await ask(tenant, 'coachbot', 'POST', url, body), 'lead', 'id');
  },
  errorShape: (body) => isObject(body) && body.ok === false && typeof body.error === 'string',
  read: async (tenant, leadId) => {
    const body = await ask(tenant, 'coachbot', 'GET', `/coachbot/api/public/leads/${leadId}`);
    const {
      id: _id,
      channel: _channel,
      createdAt: _created,
      updatedAt: _updated,
      ...lead
    } = Object(member(body, 'lead'));
    return lead;
  },
  expected: (person) => ({
    name: wholeName(person),
    phone: orNull(person.phone),
    email: orNull(person.email),
    goal: orNull(person.goal),
    status: 'new',
    qualificationNotes: orNull(person.notes),
    bookingUid: null,
    bookingStart: null,
    metadata: person.metadata ?? {},
  }),
};

const omni: TestFace = {
  name: 'omni',
  writes: (person) => ({
    ...only(person, ['email', 'phone', 'businessName', 'externalId', 'tags', 'budget']),
    givenName: given(person)?.toString() ?? 'Someone',
    ...(person.middleName !== undefined && { middleName: person.middleName }),
    ...(family(person) !== null && { familyName: String(family(person)) }),
  }),
  request: async (_tenant, person) => ({
    url: '/omni/api/v1/leads',
    body: defined({
      firstName: person.givenName,
      middleName: person.middleName,
      lastName: person.familyName,
      email: person.email,
      phoneNumber: person.phone,
      businessName: person.businessName,
      externalLeadId: person.externalId,
      tags: person.tags,
      checklistItems: person.budget === undefined ? undefined : [{ code: 'budget', value: person.budget }],
    }),
  }),
  create: async (tenant, person) => {
    const { url, body } = await omni.request(tenant, person);
    return idAt(await ask(tenant, 'omni', 'POST', url, body), 'lead', 'id');
  },
  errorShape: (body) => isObject(body) && typeof body.error === 'string' && typeof body.message === 'string',
  read: async (tenant, leadId) => {
    const { lead, status, checklistItems } = await ask(tenant, 'omni', 'GET', `/omni/api/v1/leads/${leadId}`);
    const keys = ['firstName', 'middleName', 'lastName', 'email', 'phoneNumber', 'businessName', 'website'];
    const shown = [...keys, 'externalLeadId', 'source', 'tags'].map((key) => [key, orNull(member(lead, key))]);
    const groups = Array.isArray(checklistItems) ? checklistItems : [];
    const item: unknown = groups
      .flatMap((group: unknown) => (isObject(group) && Array.isArray(group.items) ? group.items : []))
      .find((one: unknown) => member(one, 'checklistItem', 'code') === 'budget');
    return { ...Object.fromEntries(shown), status, budget: [member(item, 'value'), member(item, 'status')] };
  },
  expected: (person) => ({
    firstName: given(person),
    middleName: orNull(person.middleName),
    lastName: family(person),
    email: orNull(person.email),
    phoneNumber: orNull(person.phone),
    businessName: orNull(person.businessName),
    website: orNull(person.website),
    externalLeadId: orNull(person.externalId),
    source: person.source ?? person.channel ?? 'api',
    tags: person.tags?.length ? person.tags : null,
    status: 'IN_PROGRESS',
    budget: person.budget === undefined ? [null, 'TODO'] : [person.budget, 'COMPLETED'],
  }),
};

const nexor: TestFace = {
  name: 'nexor',
  writes: (person) => ({
    ...only(person, ['email', 'phone', 'businessName', 'title', 'source', 'externalId', 'metadata', 'tags']),
    givenName: given(person)?.toString() ?? 'Someone',
    ...(family(person) !== null && { familyName: String(family(person)) }),
  }),
  request: async (_tenant, person) => ({
    url: '/nexor/api/public/leads',
    body: defined({
      first_name: person.givenName,
      last_name: person.familyName,
      email: person.email,
      phone: person.phone,
      company: person.businessName,
      title: person.title,
      source: person.source,
      external_id: person.externalId,
      metadata: person.metadata,
      tags: person.tags,
    }),
  }),
  create: async (tenant, person) => {
    const { url, body } = await nexor.request(tenant, person);
    return idAt(await ask(tenant, 'nexor', 'POST', url, body), 'lead', 'id');
  },
  errorShape: (body) => isObject(body) && typeof body.error === 'string',
  read: async (tenant, leadId) => {
    const { lead, variables } = await ask(tenant, 'nexor', 'GET', `/nexor/api/public/leads/${leadId}`);
    const keys = ['first_name', 'last_name', 'email', 'phone', 'source', 'company', 'title', 'metadata', 'tags'];
    const shown = Object.fromEntries(keys.map((key) => [key, member(lead, key)]));
    return { ...shown, budget: orNull(member(variables, 'budget', 'value_text')) };
  },
  expected: (person) => ({
    first_name: given(person),
    last_name: family(person),
    email: orNull(person.email),
    phone: orNull(person.phone),
    source: person.source ?? person.channel ?? 'api',
    company: orNull(person.businessName),
    title: orNull(person.title),
    metadata: person.metadata ?? {},
    tags: person.tags ?? [],
    budget: orNull(person.budget),
  }),
};

let customers = 0;

const vorel: TestFace = {
  name: 'vorel',
  writes: (person) => ({
    ...only(person, ['name', 'email', 'phone', 'intent', 'timeline', 'score', 'notes', 'source', 'budget']),
    channel: 'whatsapp',
  }),
  request: async (tenant, person) => {
    const customer_identifier = `customer-${++customers}`;
    const opened = await ask(tenant, 'vorel', 'POST', '/vorel/api/v1/conversations', {
      channel: 'whatsapp',
      customer_identifier,
    });
    const body = {
      conversation_id: idAt(opened, 'id'),
      name: person.name,
      email: person.email,
      phone: person.phone,
      intent: person.intent,
      timeline: person.timeline,
      qualification_score: person.score,
      source: person.source,
      notes: person.notes,
      attributes: person.budget === undefined ? undefined : { budget: person.budget },
    };
    return { url: '/vorel/api/v1/leads', body: defined(body) };
  },
  create: async (tenant, person) => {
    const { url, body } = await vorel.request(tenant, person);
    return idAt(await ask(tenant, 'vorel', 'POST', url, body), 'id');
  },
  errorShape: (body) =>
    typeof member(body, 'error', 'code') === 'string' && typeof member(body, 'error', 'message') === 'string',
  read: async (tenant, leadId) => {
    const lead = await ask(tenant, 'vorel', 'GET', `/vorel/api/v1/leads/${leadId}`);
    const { id: _id, conversation_id: _conversation, created_at: _created, updated_at: _updated, ...shown } = lead;
    return shown;
  },
  expected: (person) => ({
    name: wholeName(person),
    email: orNull(person.email),
    phone: orNull(person.phone),
    intent: orNull(person.intent ?? ((person.goal?.length ?? 99) <= 40 ? person.goal : null)),
    attributes: person.budget === undefined ? {} : { budget: person.budget },
    timeline: orNull(person.timeline),
    qualification_score: orNull(person.score),
    status: 'new',
    source: orNull(person.source),
  }),
};

const convocore: TestFace = {
  name: 'convocore',
  writes: (person) =>
    only(person, ['name', 'email', 'phone', 'businessName', 'website', 'score', 'notes', 'source', 'metadata']),
  request: async ({ agentId }, person) => ({
    url: '/convocore/v3/leads',
    body: {
      lead: defined({
        agentId,
        name: person.name,
        email: person.email,
        phone: person.phone,
        hotScore: person.score,
        metaData: defined({
          ...person.metadata,
          company: person.businessName,
          website: person.website,
          notes: person.notes,
          source: person.source,
        }),
      }),
    },
  }),
  create: async (tenant, person) => {
    const { url, body } = await convocore.request(tenant, person);
    return idAt(await ask(tenant, 'convocore', 'POST', url, body), 'data', 'id');
  },
  errorShape: (body) => isObject(body) && typeof body.message === 'string' && typeof body.code === 'string',
  read: async (tenant, leadId) => {
    const { data } = await ask(tenant, 'convocore', 'GET', `/convocore/v3/leads/${leadId}?agentId=${tenant.agentId}`);
    const keys = ['name', 'email', 'phone', 'hotScore', 'metaData', 'agentId'];
    return Object.fromEntries(keys.map((key) => [key, orNull(member(data, key))]));
  },
  expected: (person) => ({
    name: wholeName(person),
    email: orNull(person.email),
    phone: orNull(person.phone),
    hotScore: orNull(person.score),
    metaData: defined({
      ...person.metadata,
      company: person.businessName,
      website: person.website,
      notes: person.notes,
      source: person.source,
    }),
    agentId: expect.any(String),
  }),
};

export const faces: readonly TestFace[] = [coachbot, omni, nexor, vorel, convocore];
