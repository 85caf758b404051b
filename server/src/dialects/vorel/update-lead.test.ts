import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { bookingWorkflow } from '../../../test/booking-workflow.ts';
import type { Client } from '../../../test/http-client.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import {
  answerOf,
  createLead,
  everyField,
  failed,
  openConversation,
  UNKNOWN,
  vorelClient,
} from '../../../test/vorel-client.ts';
import { transaction } from '../../db/database.ts';
import { findFault } from './vorel.fixture.ts';

let server: TestServer;
let tenant: TestTenant;
let ask: Client;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
});
beforeEach(async () => {
  tenant = await addTenant(server);
  ask = vorelClient(server, tenant.liveKey);
});
afterAll(() => server.stop());

const idOf = async (body: object = {}) => (await createLead(ask, body)).body.id;

describe('changing a lead', () => {
  it('changes what is given, merges attributes and leaves the rest', async () => {
    const { body: before } = await createLead(ask, everyField);
    const change = { name: 'Jane Roe', intent: null, attributes: { bedrooms: 4, area: null, pets: 'cat' } };
    const { status, body } = await ask('PATCH', `/leads/${before.id}`, { body: change });
    expect(status).toBe(200);
    expect(findFault('Lead', body)).toBeNull();
    expect(body).toStrictEqual({
      ...before,
      name: 'Jane Roe',
      intent: null,
      attributes: { bedrooms: 4, garden: true, wishes: { floor: [1, 2] }, pets: 'cat' },
      updated_at: expect.any(String),
    });
    expect((await ask('GET', `/leads/${before.id}`)).body).toStrictEqual(body);
  });

  it('clears by null', async () => {
    const id = await idOf(everyField);
    const nulls = {
      name: null,
      email: null,
      phone: null,
      intent: null,
      timeline: null,
      qualification_score: null,
      source: null,
    };
    const { body } = await ask('PATCH', `/leads/${id}`, { body: nulls });
    expect(body).toMatchObject({ ...nulls, status: 'qualified', attributes: everyField.attributes });
  });

  it('leaves alone what this API does not have', async () => {
    const given = { businessName: 'Acme', metadata: { a: 1 }, tags: ['hot'], externalId: 'x-1', goal: 'Get fit' };
    const { id } = (await tenant.ask('POST', '/v1/leads', { body: given })).json();
    expect((await ask('PATCH', `/leads/${id}`, { body: { intent: 'buy' } })).status).toBe(200);
    expect((await tenant.ask('GET', `/v1/leads/${id}`)).json()).toMatchObject({ ...given, intent: 'buy' });
  });

  it.each(['new', 'qualified', 'converted', 'lost'])('sets the status to %s', async (status) => {
    const id = await idOf({ status: status === 'new' ? 'lost' : 'new' });
    const { body } = await ask('PATCH', `/leads/${id}`, { body: { status } });
    expect(body.status).toBe(status);
  });

  it('cannot book', async () => {
    const id = await idOf();
    const answer = await ask('PATCH', `/leads/${id}`, { body: { status: 'booked' } });
    expect(answerOf(answer)).toStrictEqual(failed(409, 'conflict', expect.stringContaining('status: ')));
    await transaction(
      tenant.ctx,
      ({ tx }) => tx`update leads set revision = revision + 1, stage = 'booked' where id = ${id}`,
    );
    const again = await ask('PATCH', `/leads/${id}`, { body: { status: 'booked', name: 'Jane' } });
    expect([again.status, again.body.status]).toEqual([200, 'booked']);
  });

  it.each(['new', 'qualified'])('does not hide an appointment behind %s', async (status) => {
    tenant = await addTenant(server, { workflows: [bookingWorkflow()] });
    ask = vorelClient(server, tenant.liveKey);
    const id = await idOf();
    const [slot] = (await tenant.ask('GET', '/v1/workflows/booking/slots?limit=1')).json().data;
    await tenant.ask('POST', '/v1/appointments', { body: { leadId: id, startAt: slot.startAt } });
    const answer = await ask('PATCH', `/leads/${id}`, { body: { status } });
    expect(answerOf(answer)).toStrictEqual(failed(409, 'conflict', expect.stringContaining('appointment')));
    expect((await ask('GET', `/leads/${id}`)).body.status).toBe('booked');
  });

  it('takes back what it answered without changing anything', async () => {
    const id = await idOf({ ...everyField, status: 'new' });
    await transaction(
      tenant.ctx,
      ({ tx }) => tx`update leads set revision = revision + 1, stage = 'engaged' where id = ${id}`,
    );
    const { body: before } = await ask('GET', `/leads/${id}`);
    const { status, body } = await ask('PATCH', `/leads/${id}`, { body: before });
    expect([status, body]).toStrictEqual([200, { ...before, updated_at: expect.any(String) }]);
    expect((await tenant.ask('GET', `/v1/leads/${id}`)).json().stage).toBe('engaged');
  });

  it('takes back texts that are longer than its own where the lead has them, and no others', async () => {
    const long = { intent: 'i'.repeat(120), timeline: 't'.repeat(41), source: 's'.repeat(60) };
    const { id } = (await tenant.ask('POST', '/v1/leads', { body: long })).json();
    const { body: before } = await ask('GET', `/leads/${id}`);
    expect(before).toMatchObject(long);
    const echo = await ask('PATCH', `/leads/${id}`, { body: { ...before, name: 'Jane' } });
    expect([echo.status, echo.body]).toMatchObject([200, { ...long, name: 'Jane' }]);
    const answer = await ask('PATCH', `/leads/${id}`, { body: { ...before, timeline: 'u'.repeat(41), name: 'Joe' } });
    expect(answerOf(answer)).toStrictEqual(failed(400, 'bad_request', expect.stringContaining('timeline: ')));
    expect((await ask('GET', `/leads/${id}`)).body).toMatchObject({ ...long, name: 'Jane' });
  });

  it('leaves the conversation where it is', async () => {
    const { body: before } = await createLead(ask);
    const { body } = await ask('PATCH', `/leads/${before.id}`, {
      body: { conversation_id: await openConversation(ask), name: 'Jane' },
    });
    expect(body).toMatchObject({ name: 'Jane', conversation_id: before.conversation_id });
  });

  it.each([
    [{}, 'Give at least one of'],
    [{ conversation_id: UNKNOWN }, 'Give at least one of'],
    [{ notes: 'x' }, 'Give at least one of'],
    [{ timeline: 'x'.repeat(41) }, 'timeline: '],
    [{ status: null }, 'status: '],
    [{ phone: 'none' }, 'phone: '],
    [{ attributes: { big: 'x'.repeat(40_000) } }, 'attributes.big: '],
  ])('names what is wrong with %j', async (body, message) => {
    const answer = await ask('PATCH', `/leads/${await idOf()}`, { body });
    expect(answerOf(answer)).toStrictEqual(failed(400, 'bad_request', expect.stringContaining(message)));
  });
});
