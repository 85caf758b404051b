import { ask, defined, family, given, idAt, isObject, member, orNull, type TestFace } from './face.ts';
import { only } from './person.ts';

export const nexor: TestFace = {
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
