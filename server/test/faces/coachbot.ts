import { ask, defined, idAt, isObject, member, orNull, type TestFace, wholeName } from './face.ts';
import { only } from './person.ts';

export const coachbot: TestFace = {
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
