import type { Dialect } from '../../src/kernel/key-format.ts';
import { createKey } from '../../src/modules/keys/index.ts';
import type { TestTenant } from '../api.ts';
import type { DescribedOperation } from './document.ts';
import { workflowDefinition } from './fuzz-workflow.ts';
import { plainName } from './json.ts';
import type { Rows } from './seed-rows.ts';

/** What requests are made of: the tenant's own rows by the names under which they are asked for, and the strangers'. */
export interface World {
  /** Values that mean something under this name, in an operation of this path. */
  samplesOf(name: string, path: string): readonly unknown[];
  /** Ids of the other tenant's rows. */
  readonly strangers: readonly string[];
  /** For the id of an own row that of the other tenant's row of its kind. */
  readonly strangerOf: ReadonlyMap<string, string>;
  credential(
    operation: DescribedOperation,
    who: Caller,
    params: Readonly<Record<string, string>>,
  ): { readonly headers: Readonly<Record<string, string>>; readonly isLetIn: boolean };
}

/** Whose credential a request bears: `nobody` has one that opens nothing, `none` has none. */
export type Caller = 'own' | 'test' | 'reader' | 'nobody' | 'none';

/** Secrets of the tenant for one face. */
export interface FaceKeys {
  readonly own: string;
  readonly test: string;
  readonly reader: string;
}

const NO_LIMIT = 1_000_000;

/** The rows that are known by an id. */
const KINDS = [
  ...(['leads', 'conversations', 'appointments', 'agents', 'workflows', 'campaigns', 'members', 'documents'] as const),
  ...([
    'checklistItems',
    'keys',
    'hooks',
    'drafts',
    'followUps',
    'calls',
    'runs',
    'consents',
    'suppressions',
    'knowledge',
  ] as const),
  ...(['automations', 'firings'] as const),
];

/** Keys in a face's own format, without a limit that a run could reach. */
export async function makeFaceKeys({ ctx }: TestTenant, dialect: Dialect): Promise<FaceKeys> {
  const make = async (more: Parameters<typeof createKey>[1]) =>
    (await createKey(ctx, { dialect, limitPerMinute: NO_LIMIT, ...more })).secret;
  return { own: await make({}), test: await make({ isTest: true }), reader: await make({ scopes: ['read'] }) };
}

interface WorldParts {
  readonly rows: Rows;
  readonly strangers: Rows;
  readonly contacts: Contacts;
  readonly workspace: string;
  readonly slots: readonly string[];
  readonly keys: ReadonlyMap<string, FaceKeys>;
}

/** Contact points that leads of both tenants have, and some that nobody has yet. */
export interface Contacts {
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly externalIds: readonly string[];
}

export function buildWorld(parts: WorldParts): World {
  const { keys, rows, strangers } = parts;
  const samples = samplesByName(parts);
  return {
    samplesOf: (name, path) => samples.get(`${plainName(name)} ${path}`) ?? samples.get(nameIn(name, path)) ?? [],
    strangers: KINDS.flatMap((kind) => strangers[kind]),
    strangerOf: new Map(
      KINDS.flatMap((kind) =>
        rows[kind].map((id, index) => [id, strangers[kind][index % strangers[kind].length] ?? id]),
      ),
    ),
    credential: ({ face, credential }, who, params) => {
      const header = credential.headers[0];
      if (!header) return { headers: {}, isLetIn: true };
      const inHeader = (secret: string) => ({ [header.name.toLowerCase()]: header.prefix + secret });
      if (who === 'nobody')
        return { headers: inHeader('fy_live_0123456789abcdefghijklmnopqrstuvwxyz01'), isLetIn: false };
      if (who === 'none') return { headers: {}, isLetIn: false };
      if (credential.kind === 'key') return { headers: inHeader(keys.get(face)?.[who] ?? ''), isLetIn: true };
      if (credential.kind === 'portal') return { headers: inHeader(rows.portalTokens[0] ?? ''), isLetIn: true };
      const chat = rows.chats.find(({ conversationId }) => conversationId === params.conversationId) ?? rows.chats[0];
      return { headers: inHeader(chat?.token ?? ''), isLetIn: true };
    },
  };
}

/** `id` under `/leads/{id}` is a lead's. */
function nameIn(name: string, path: string): string {
  const plain = plainName(name);
  return plain === 'id' ? `${/([a-z]+?)s?\/\{id\}/.exec(path)?.[1] ?? ''}id` : plain;
}

const fileDetails = '[{"name":"One","externalId":"file-1"}]';
const hiddenInJson = ['"\\u0000"', '"\\ud800"', '{"a":{"\\u0000":1}}', '1e999'];

function samplesByName({ rows, contacts, workspace, slots }: WorldParts): Map<string, readonly unknown[]> {
  const [rich = '', plain = '', ...otherLeads] = rows.leads;
  const definition = workflowDefinition('fuzzed', 'Fuzzed');
  const entries: readonly (readonly [readonly string[], readonly unknown[]])[] = [
    [
      ['leadid', 'intoleadid'],
      [rich, rich, rich, plain, plain, ...otherLeads],
    ],
    [['leadid /v1/leads/{leadId}/unmerge'], rows.leads.slice(-2)],
    [['leadid /v1/leads/{leadId}/merge'], otherLeads],
    [
      [
        'leadid /v1/leads/{leadId}/checklist-items/{itemId}',
        'leadid /v1/leads/{leadId}/documents/{documentId}',
        'leadid /v1/leads/{leadId}/consents/{consentId}',
      ],
      [rich],
    ],
    [['leadid /v1/leads/{leadId}/calls/{callId}'], [rich]],
    [['callid'], rows.calls],
    // One that is not still to come.
    [['startedat /v1/leads/{leadId}/calls'], ['2026-01-05T09:00:00Z']],
    [['endedat /v1/leads/{leadId}/calls'], ['2026-01-05T09:02:00Z']],
    [['conversationid', 'convoid'], rows.conversations],
    [['appointmentid'], rows.appointments],
    [['runid'], rows.runs],
    [
      ['status /v1/leads/{leadId}/status', 'statuskey'],
      ['new', 'ready', 'booked', 'lost'],
    ],
    [['campaignid'], rows.campaigns],
    [['memberid', 'assignedmemberid'], rows.members],
    [['documentid'], rows.documents],
    [['consentid'], rows.consents],
    [['suppressionid'], rows.suppressions],
    [['knowledgedocumentid'], rows.knowledge],
    [['question'], ['Where can I park?', 'parkng', 'the']],
    [['messageid'], rows.drafts],
    [['messageid /v1/follow-ups/{messageId}', 'messageid /v1/follow-ups/{messageId}/cancel'], rows.followUps],
    [['appointmentid /v1/appointments/{appointmentId}/outcome'], rows.pastAppointments],
    [['address'], [...contacts.emails, ...contacts.phones]],
    [['itemid', 'leadchecklistitemid', 'checklistitemid'], rows.checklistItems],
    [['files /v1/portal/items/{itemId}/documents'], [['%PDF-1.7 page']]],
    [['code'], ['passport', 'street', 'rooms', 'OWN_ITEM']],
    [['keyid'], rows.keys],
    [['hookid', 'intakehookid'], rows.hooks],
    [['automationid'], rows.automations],
    [['firingid'], rows.firings],
    [['token'], rows.hookTokens],
    [['endpointid'], rows.endpoints],
    [['deliveryid'], rows.deliveries],
    [['eventid'], rows.events],
    [['url', 'targeturl'], ['https://hooks.example.com/here']],
    // A name that stands for nothing: a test of the model asks nobody.
    [['baseurl'], ['https://llm.invalid/v1']],
    [['apikey'], ['sk-fuzz', null]],
    [['currency /v1/llm'], ['USD', 'EUR']],
    [
      ['events /v1/webhook-endpoints', 'events /v1/webhook-endpoints/{endpointId}'],
      [['*'], ['lead.*', 'message.sent']],
    ],
    [['type /v1/webhook-endpoints/{endpointId}/test'], ['lead.created']],
    [['types'], ['lead.*,message.sent']],
    [['after /v1/events', 'after /v1/webhook-endpoints/{endpointId}/replay'], [0]],
    [['upto'], [3, 20]],
    [['file'], rows.calendarFiles],
    [['cursor'], rows.cursors],
    [['tag', 'tagname', 'groupname', 'group', 'name /v1/tags/rename'], rows.tags],
    [
      ['workflow', 'workflowid'],
      ['visits', ...rows.workflows],
    ],
    [['agentid'], rows.agents],
    [['workspace /v1/chat/conversations'], [workspace]],
    [['startat', 'starttime', 'start'], slots],
    [['email', 'leademail'], contacts.emails],
    [['phone', 'phonenumber', 'mobile'], contacts.phones],
    [['externalid', 'externalleadid'], contacts.externalIds],
    [['timezone'], ['Europe/Berlin', 'America/New_York', 'UTC']],
    [
      ['language', 'locale', 'customerlanguage'],
      ['en', 'pt-BR'],
    ],
    [['key'], ['size', 'budget', 'rooms', 'day', 'street', 'other']],
    [['value'], ['small', 7, 'Main Street 5', true, '2027-05-01', null]],
    [
      ['needshuman', 'optedout'],
      ['true', 'false', true, false],
    ],
    [['wait'], [0]],
    [['definition /v1/workflows'], [definition]],
    [['source /v1/workflows'], [JSON.stringify(definition)]],
    // Texts that are read once more: what was looked at outside is not yet what is inside.
    [
      ['details', 'metadata /omni/api/v1/documents'],
      [fileDetails, fileDetails, ...hiddenInJson.map((text) => `[{"name":${text}}]`)],
    ],
    [
      ['propertyfilter'],
      ['size:small', 'company', '{"company":"Acme"}', ...hiddenInJson.map((text) => `{"company":${text}}`)],
    ],
    [['idempotencykey'], ['again', ...Array.from({ length: 12 }, () => crypto.randomUUID())]],
  ];
  return new Map(entries.flatMap(([names, values]) => names.map((name) => [name, values] as const)));
}
