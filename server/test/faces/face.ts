import type { TestTenant } from '../api.ts';
import type { Person } from './person.ts';

/** One face as its client uses it, and what docs/dialects.md and its README say that it shows of a person. */
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

export async function ask(
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

export function member(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

export function idAt(body: unknown, ...path: readonly string[]): string {
  const id = member(body, ...path);
  if (typeof id !== 'string') throw new Error(`no id at ${path.join('.')} of ${JSON.stringify(body)}`);
  return id;
}

/** Null where nothing is known. */
export const orNull = (value: unknown) => value ?? null;
export const wholeName = ({ name, givenName, middleName, familyName }: Person) =>
  name ?? ([givenName, middleName, familyName].filter(Boolean).join(' ') || null);
/** The first word is the given name, the rest the family name, where the name was said whole. */
export const given = (person: Person) => orNull(person.givenName ?? person.name?.split(' ')[0]);
export const family = (person: Person) =>
  orNull(person.familyName ?? (person.name?.split(' ').slice(1).join(' ') || null));
export const defined = (object: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
