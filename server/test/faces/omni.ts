import { ask, defined, family, given, idAt, isObject, member, orNull, type TestFace } from './face.ts';
import { only } from './person.ts';

export const omni: TestFace = {
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
