import { expect } from 'vitest';
import { ask, defined, idAt, isObject, member, orNull, type TestFace, wholeName } from './face.ts';
import { only } from './person.ts';

export const convocore: TestFace = {
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
