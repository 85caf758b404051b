// What the agent answers where its words have to be sent: the policy is asked once more when they leave.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { bookingWorkflow } from '../../../test/booking-workflow.ts';
import { type ChannelPeer, startChannelPeer } from '../../../test/http-channel.ts';
import { type MisbehavingLlm, startLlm } from '../../../test/misbehaving-llm.ts';
import { linesOf } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { passTo, VirtualClock } from '../../../test/virtual-time.ts';
import { transaction } from '../../db/database.ts';
import { enqueueStimulus } from '../../jobs/enqueue-stimulus.ts';
import { appendMessage } from '../conversations/index.ts';

const clock = new VirtualClock('2027-03-01T12:00:00.000Z');
let server: TestServer;
let tenant: TestTenant;
let sms: ChannelPeer;
let llm: MisbehavingLlm;
let phones = 0;

beforeAll(async () => {
  [sms, llm] = await Promise.all([startChannelPeer('sms'), startLlm()]);
  server = await startTestServer({ clock, channels: [sms.channel], config: { outboundAllow: ['127.0.0.1'] } });
});
beforeEach(async () => {
  tenant = await addTenant(server, { timeZone: 'UTC', country: 'PT', workflows: [bookingWorkflow()] });
});
afterEach(() => {
  sms.manner = 'ok';
  sms.release();
});
afterAll(async () => {
  await server.stop();
  await Promise.all([sms.stop(), llm.close()]);
});

/** A second is enough for who was busy to be looked at again. */
const settled = () => passTo(server, tenant, clock, new Date(clock.now().getTime() + 1_000));

/** A lead with a conversation by text message. */
async function texting() {
  const phone = `+3519123457${String(++phones).padStart(2, '0')}`;
  const opened = await tenant.ask('POST', '/v1/conversations', {
    body: { channel: 'sms', customerIdentifier: phone },
  });
  const conversationId: string = opened.json().id;
  const made = await tenant.ask('POST', '/v1/leads', { body: { phone, conversationId } });
  const leadId: string = made.json().id;
  const write = (text: string) =>
    transaction(tenant.ctx, async (ctx) => {
      const said = { conversationId, leadId, channel: 'sms', author: 'lead', text } as const;
      const { message } = await appendMessage(ctx, said);
      enqueueStimulus(ctx, { leadId, kind: 'message_received', payload: { conversationId, messageId: message.id } });
    });
  return {
    leadId,
    conversationId,
    write,
    says: async (text: string) => {
      await write(text);
      await settled();
    },
    got: () => sms.received.filter(({ to }) => to === phone).map(({ text }) => text),
    timeline: async () => (await linesOf(tenant, leadId)).map(({ summary }) => summary),
  };
}

describe('the words that a person will come', () => {
  it('leave, though the lead is a person’s by then, and nothing after them', async () => {
    const lead = await texting();
    await lead.says('can I talk to a real person?');
    expect((await tenant.ask('GET', `/v1/leads/${lead.leadId}`)).json()).toMatchObject({ needsHuman: true });
    expect(lead.got()).toEqual([expect.stringMatching(/person|colleague|team/i)]);
    await lead.says('hello?');
    expect(lead.got()).toHaveLength(1);
  });

  it('do not leave once the person is there', async () => {
    const lead = await texting();
    sms.manner = 'busy';
    await lead.says('can I talk to a real person?');
    sms.manner = 'ok';
    const before = lead.got().length;
    await tenant.ask('POST', `/v1/leads/${lead.leadId}/take-over`, { body: {} });
    await passTo(server, tenant, clock, new Date(clock.now().getTime() + 3_600_000));
    expect(lead.got()).toHaveLength(before);
  });
});

describe('an answer that waits for the morning', () => {
  const at = (time: string) => new Date(`${clock.now().toISOString().slice(0, 10)}T${time}:00.000Z`);
  const nextDay = (time: string) => new Date(at(time).getTime() + 86_400_000);
  const stop = async (isStopped: boolean) => {
    await tenant.ask('PATCH', '/v1/workspace', { body: { isStopped } });
    await settled();
  };
  /** What the lead writes is looked at only hours later. */
  const heardLate = async (lead: Awaited<ReturnType<typeof texting>>, text: string, hours: number) => {
    await stop(true);
    await lead.says(text);
    clock.set(new Date(clock.now().getTime() + hours * 3_600_000));
    await stop(false);
  };
  const evening = () => clock.set(nextDay('19:30'));

  it('is given with the answer to what the lead writes in the night', async () => {
    evening();
    const lead = await texting();
    await heardLate(lead, 'I am Ana Lopez', 2);
    expect(lead.got()).toEqual([]);
    expect(await lead.timeline()).toContainEqual(expect.stringMatching(/^Waits until .*quiet/));
    await passTo(server, tenant, clock, at('22:00'));
    await lead.says('can you offer me a time?');
    expect(lead.got()).toHaveLength(1);
    await passTo(server, tenant, clock, nextDay('09:00'));
    expect(lead.got()).toHaveLength(1);
  });

  it('is one answer to all that waits', async () => {
    evening();
    const lead = await texting();
    await heardLate(lead, 'I need a visit', 2);
    await heardLate(lead, 'on Friday at 10 am', 2);
    expect(lead.got()).toEqual([]);
    await passTo(server, tenant, clock, nextDay('09:00'));
    expect(lead.got()).toEqual([expect.stringMatching(/10:00\. Shall I book it/)]);
  });

  it('is not given once a person has it, nor twice after it was handed back', async () => {
    evening();
    const lead = await texting();
    await heardLate(lead, 'I need a visit', 2);
    await tenant.ask('POST', `/v1/leads/${lead.leadId}/take-over`, { body: {} });
    await tenant.ask('POST', `/v1/leads/${lead.leadId}/hand-back`);
    await passTo(server, tenant, clock, nextDay('09:00'));
    expect(lead.got()).toHaveLength(1);
  });

  it('is given in the morning too where a language model is asked for its words', async () => {
    await tenant.ask('PUT', '/v1/llm', { body: { baseUrl: llm.url, model: 'small' } });
    evening();
    const lead = await texting();
    await heardLate(lead, 'I need a visit', 2);
    expect([lead.got(), llm.asked]).toEqual([[], []]);
    clock.set(nextDay('09:00'));
    await expect.poll(() => lead.got()).toHaveLength(1);
    expect(llm.asked).toHaveLength(1);
    expect(await lead.timeline()).toContainEqual(expect.stringMatching(/^The rules spoke, .*1200 tokens in/));
  });
});
