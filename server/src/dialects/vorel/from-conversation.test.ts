import { describe, expect, it } from 'vitest';
import type { Conversation } from '../../modules/conversations/index.ts';
import { toVorelConversation } from './from-conversation.ts';

const at = '2026-06-07T13:03:37.162Z';
const id = '0190a3c1-7c1f-7d3e-9d2a-3f6f0c9b1e03';

function conversation(changes: Partial<Conversation> = {}): Conversation {
  return {
    id,
    leadId: null,
    agentId: '0190a3c1-7c1f-7d3e-9d2a-3f6f0c9b1e02',
    channel: 'whatsapp',
    owner: 'agent',
    state: 'open',
    customerIdentifier: '+447123456789',
    customerName: 'Ada',
    customerLanguage: 'en',
    messageCount: 0,
    firstMessageAt: null,
    lastMessageAt: null,
    lastInboundAt: null,
    closedAt: null,
    createdAt: at,
    updatedAt: at,
    ...changes,
  };
}

it('has the vendor’s keys and no other', () => {
  expect(toVorelConversation(conversation({ firstMessageAt: at }))).toStrictEqual({
    id,
    channel: 'whatsapp',
    customer_identifier: '+447123456789',
    customer_name: 'Ada',
    customer_language: 'en',
    status: 'active',
    first_message_at: at,
    last_message_at: null,
    created_at: at,
  });
});

it.each([
  ['whatsapp', 'whatsapp'],
  ['voice', 'voice'],
  ['phone', 'voice'],
  ['webform', 'webform'],
  ['web_chat', 'webform'],
  ['sms', 'webform'],
  ['email', 'email'],
  ['instagram', 'instagram'],
  ['constructor', 'webform'],
])('the channel %s reads %s', (channel, shown) => {
  expect(toVorelConversation(conversation({ channel })).channel).toBe(shown);
});

it.each<[Partial<Conversation>, string]>([
  [{}, 'active'],
  [{ state: 'awaiting_person' }, 'awaiting_human'],
  [{ owner: 'person' }, 'awaiting_human'],
  [{ state: 'closed' }, 'closed'],
  [{ state: 'closed', owner: 'person' }, 'closed'],
])('one with %j is %s', (changes, status) => {
  expect(toVorelConversation(conversation(changes)).status).toBe(status);
});

describe('the language', () => {
  it.each([
    [null, null],
    ['de', 'de'],
    ['pt-BR', 'pt-BR'],
    ['zh-Hans-CN', 'zh'],
    ['de-DE-1996', 'de-DE'],
    ['gsw', null],
    ['EN', null],
  ])('%j is %j', (customerLanguage, shown) => {
    expect(toVorelConversation(conversation({ customerLanguage })).customer_language).toBe(shown);
  });
});

it('names a customer of whom no address is known by the conversation', () => {
  expect(toVorelConversation(conversation({ customerIdentifier: null })).customer_identifier).toBe(id);
});
