import { ask, defined, idAt, member, orNull, type TestFace, wholeName } from './face.ts';
import { only } from './person.ts';

let customers = 0;

export const vorel: TestFace = {
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
