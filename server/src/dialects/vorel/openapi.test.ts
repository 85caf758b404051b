import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { buildOpenApi } from '../../http/openapi/build-openapi.ts';
import { adaptDocument } from './adapt-document.ts';
import { vorelFace } from './face.ts';
import { vorelOperations } from './index.ts';
import page from './page.fixture.json' with { type: 'json' };
import { findLacking } from './vorel.fixture.ts';

const info = { title: 'Ours', version: '1', serverUrl: 'https://foyer.example/vorel', description: '' };
const document = JSON.parse(
  JSON.stringify(adaptDocument(buildOpenApi(vorelOperations, info, vorelFace), vorelOperations)),
);

describe('the document', () => {
  it('is one', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  });

  it('contains the page’s', () => {
    const { tags, ...rest } = page;
    expect(findLacking(document, rest)).toEqual([]);
    expect(document.tags.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(tags.map(({ name }) => name)),
    );
  });

  it('says no more of a lead and of an error than the page', () => {
    for (const name of ['Lead', 'ErrorEnvelope'] as const) {
      const { properties } = document.components.schemas[name];
      expect(Object.keys(properties)).toEqual(Object.keys(page.components.schemas[name].properties));
    }
  });

  it('refers to what it has', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, place]) => place ?? '');
    expect(references.length).toBeGreaterThan(20);
    const lost = references.filter((place) => {
      const found = place.split('/').reduce<unknown>((node, key) => Reflect.get(Object(node), key), document);
      return found === undefined;
    });
    expect(lost).toEqual([]);
  });

  it('asks for the vendor’s scopes', () => {
    const scopes = Object.values(document.paths).flatMap((operations) =>
      Object.values(Object(operations)).map((operation) => {
        const { operationId, security } = Object(operation);
        return [operationId, security[0].BearerAuth];
      }),
    );
    expect(Object.fromEntries(scopes)).toEqual({
      listLeads: ['read'],
      createLead: ['leads:write'],
      getLead: ['read'],
      updateLead: ['leads:write'],
      requestHandoff: ['leads:write'],
      listConversations: ['read'],
      createConversation: ['conversations:write'],
      getConversation: ['read'],
      listWebhooks: ['read'],
      createWebhook: ['events:write'],
    });
  });
});

describe('what compares two documents', () => {
  it.each([
    [{ a: { b: 1 } }, { a: { b: 2 } }],
    [{ a: {} }, { a: { b: 1 } }],
    [{ a: [1, 2] }, { a: [1] }],
    [{ a: [1] }, { a: [1, 2] }],
    [{ a: { 0: 1 } }, { a: [1] }],
    [{ a: null }, { a: {} }],
  ])('sees that %j lacks something of %j', (given, part) => {
    expect(findLacking(given, part)).not.toEqual([]);
  });
});
