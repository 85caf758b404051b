import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { openPool, type Sql } from './database.ts';

/** The tables that belong to no tenant: the only ones the rules below leave out. */
const GLOBAL_TABLES = ['workspaces', 'api_key_directory', 'token_directory', 'schema_migrations'];

let database: TestDatabase;
let owner: postgres.Sql;
let server: Sql;
let tables: string[];

beforeAll(async () => {
  database = await createTestDatabase();
  owner = postgres({ ...database.owner, max: 1, onnotice: () => undefined });
  server = openPool(database.server, 1);
  const rows = await owner<{ name: string }[]>`
    select relname as name from pg_class
    where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace order by relname`;
  tables = rows.map(({ name }) => name).filter((name) => !GLOBAL_TABLES.includes(name));
});

afterAll(async () => {
  await server.end();
  await owner.end();
  await database.drop();
});

describe('the catalogue', () => {
  it('has all global tables and many of the tenants', () => {
    expect(tables.length).toBeGreaterThan(20);
  });

  it('begins every primary key and unique index of a tenant with its workspace', async () => {
    const wrong = await owner<{ index: string }[]>`
      select i.indexrelid::regclass::text as index
      from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
      where (i.indisunique or i.indisexclusion) and i.indrelid::regclass::text = any (${tables})
        and a.attname <> 'workspace_id'`;
    expect(wrong.map(({ index }) => index)).toEqual([]);
  });

  it('gives every tenant table a primary key', async () => {
    const keyed = await owner<{ name: string }[]>`
      select indrelid::regclass::text as name from pg_index where indisprimary and indrelid::regclass::text = any (${tables})`;
    expect(keyed.map(({ name }) => name).sort()).toEqual([...tables].sort());
  });

  it('begins every foreign key of a tenant with its workspace on both sides', async () => {
    const wrong = await owner<{ name: string }[]>`
      select c.conname || ' of ' || c.conrelid::regclass as name
      from pg_constraint c
      join pg_attribute here on here.attrelid = c.conrelid and here.attnum = c.conkey[1]
      join pg_attribute there on there.attrelid = c.confrelid and there.attnum = c.confkey[1]
      where c.contype = 'f' and c.conrelid::regclass::text = any (${tables})
        and (here.attname <> 'workspace_id'
          or there.attname <> case when c.confrelid = 'workspaces'::regclass then 'id' else 'workspace_id' end)`;
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  it('indexes every foreign key that acts when its target goes, or the deletion would read whole tables', async () => {
    const missing = await owner<{ name: string }[]>`
      select c.conname as name from pg_constraint c
      where c.contype = 'f' and c.confdeltype in ('c', 'n') and c.conrelid::regclass::text = any (${tables})
        and not exists (
          select from pg_index i
          where i.indrelid = c.conrelid and (i.indkey::int2[])[0:cardinality(c.conkey) - 1] = c.conkey)`;
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  it('lets nobody but the engine see more than the tenant rule allows', async () => {
    const policies = await owner<{ policy: string }[]>`
      select polrelid::regclass || ' ' || polname || ' to ' ||
        coalesce((select string_agg(rolname, ',') from pg_roles where oid = any (polroles)), 'all') as policy
      from pg_policy where polname <> 'tenant' order by 1`;
    expect(policies.map(({ policy }) => policy)).toEqual([
      'api_keys engine to foyer_engine',
      'automation_cursors engine to foyer_engine',
      'automation_firings engine to foyer_engine',
      'automations engine to foyer_engine',
      'campaigns engine to foyer_engine',
      'deliveries engine to foyer_engine',
      'events engine to foyer_engine',
      'idempotency_keys engine to foyer_engine',
      'knowledge_passages engine to foyer_engine',
      'llms engine to foyer_engine',
      'notifications engine to foyer_engine',
      'sender_counts engine to foyer_engine',
      'stimuli engine to foyer_engine',
      'timers engine to foyer_engine',
      'webhook_deliveries engine to foyer_engine',
      'webhook_endpoints engine to foyer_engine',
      'workspaces engine to foyer_engine',
      'workspaces own to all',
    ]);
  });

  it('forces row-level security on every tenant table, with a policy for reading and for writing', async () => {
    const secured = await owner<{ name: string }[]>`
      select c.relname as name from pg_class c
      where c.relname = any (${tables}) and c.relrowsecurity and c.relforcerowsecurity
        and exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'tenant'
          and p.polcmd = '*' and p.polqual is not null and p.polwithcheck is not null)`;
    expect(secured.map(({ name }) => name).sort()).toEqual([...tables].sort());
  });

  it('gives the server a role that owns nothing and cannot bypass the policies', async () => {
    const [role] = await server<{ name: string; rolbypassrls: boolean; rolsuper: boolean }[]>`
      select rolname as name, rolbypassrls, rolsuper from pg_roles where rolname = current_user`;
    expect(role).toMatchObject({ name: 'foyer_server', rolbypassrls: false, rolsuper: false });
    const owned = await server`select relname from pg_class where relowner = 'foyer_server'::regrole`;
    expect(owned).toEqual([]);
  });

  it('changes the revision of keys where anything changes that a look-up says of them', async () => {
    const [row] = await owner<{ told: string[] }[]>`
      select proargnames[2:] as told from pg_proc where proname = 'find_api_keys'`;
    const watched = await owner<{ name: string }[]>`
      select c.relname || '.' || a.attname as name
      from pg_trigger t join pg_class c on c.oid = t.tgrelid
      join pg_attribute a on a.attrelid = t.tgrelid and a.attnum = any (t.tgattr::int2[])
      where t.tgname in ('api_keys_revision', 'workspaces_key_revision')`;
    // What never changes, and what does without changing what the key opens.
    const besides = ['place', 'workspace_id', 'key_id', 'last_used_at', 'key_revision'];
    const nameOf: Readonly<Record<string, string>> = {
      workspace_slug: 'workspaces.slug',
      workspace_name: 'workspaces.name',
      time_zone: 'workspaces.time_zone',
      country: 'workspaces.country',
      locale: 'workspaces.locale',
      is_revoked: 'api_keys.revoked_at',
    };
    const wanted = (row?.told ?? [])
      .filter((name) => !besides.includes(name))
      .map((name) => nameOf[name] ?? `api_keys.${name}`);
    expect(watched.map(({ name }) => name).sort()).toEqual(wanted.sort());
  });

  it('lets only named functions look across workspaces', async () => {
    const across = await owner<{ name: string }[]>`
      select proname as name from pg_proc where pronamespace = 'public'::regnamespace and prosecdef order by proname`;
    expect(across.map(({ name }) => name)).toEqual([
      'authenticate_api_keys',
      'claim_deliveries',
      'claim_stimulus',
      'find_api_keys',
      'find_tokens',
      'find_workspace',
      'forget_ended_tokens',
      'forget_events',
      'forget_idempotency_keys',
      'forget_sender_counts',
      'forget_tokens',
      'forget_webhook_deliveries',
      'list_workspaces',
      'number_events',
      'release_automations',
      'release_timers',
      'rows_to_reseal',
      'search_knowledge',
      'settle_webhook_deliveries',
      'take_automation_call',
      'take_automation_cursor',
      'take_campaign',
      'take_notification',
      'take_webhook_deliveries',
      'take_webhook_endpoint_to_tell',
      'take_webhook_fan_out',
      'workspaces_to_renew',
    ]);
  });
});

describe('isolation', () => {
  it('shows the server nothing of any tenant table while no workspace is set', async () => {
    await fillEveryTable();
    for (const table of tables) {
      const [stored] = await owner.begin(async (tx) => {
        await tx`select set_config('foyer.workspace_id', ${WORKSPACE}, true)`;
        return tx<{ rows: number }[]>`select count(*)::int as rows from ${tx(table)}`;
      });
      const [seen] = await server<{ rows: number }[]>`select count(*)::int as rows from ${server(table)}`;
      expect({ table, stored: stored?.rows, seen: seen?.rows }).toEqual({ table, stored: 1, seen: 0 });
    }
  });

  it('refuses every write of the server while no workspace is set, and into another workspace', async () => {
    for (const table of tables) {
      for (const workspace of [null, OTHER]) {
        const write = server.begin(async (tx) => {
          if (workspace) await tx`select set_config('foyer.workspace_id', ${workspace}, true)`;
          await tx`insert into ${tx(table)} ${tx(await rowOf(table))}`;
        });
        await expect(write, table).rejects.toThrow(/row-level security/);
      }
      const changed = await server`update ${server(table)} set workspace_id = workspace_id`;
      expect({ table, changed: changed.count }).toEqual({ table, changed: 0 });
    }
  });
});

const WORKSPACE = '01900000-0000-7000-8000-000000000001';
const OTHER = '01900000-0000-7000-8000-000000000002';

/** One row in every table, whatever it means: constraints that hold rows together are not what is tested here. */
async function fillEveryTable(): Promise<void> {
  const admin = postgres({ ...database.admin, max: 1, onnotice: () => undefined });
  try {
    await admin.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      for (const table of tables) await tx`insert into ${tx(table)} ${tx(await rowOf(table))}`;
    });
  } finally {
    await admin.end();
  }
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly check: string | null;
}

function columnsOf(table: string): Promise<Column[]> {
  return owner<Column[]>`
    select a.attname as name, format_type(a.atttypid, null) as type,
      (select pg_get_constraintdef(c.oid) from pg_constraint c
       where c.conrelid = a.attrelid and c.contype = 'c' and c.conkey = array[a.attnum] limit 1) as check
    from pg_attribute a
    where a.attrelid = ${table}::regclass and a.attnum > 0 and a.attnotnull and not a.atthasdef and a.attgenerated = ''`;
}

/** What a table's constraints want beyond the columns that cannot be null. */
const wanted: Readonly<Record<string, Record<string, string>>> = {
  lead_checklist_items: { checklist_item_id: '01900000-0000-7000-8000-0000000000aa' },
};

async function rowOf(table: string): Promise<Record<string, string | number | boolean | string[]>> {
  const columns = await columnsOf(table);
  return { ...Object.fromEntries(columns.map((column) => [column.name, sample(column)])), ...wanted[table] };
}

function sample({ name, type, check }: Column): string | number | boolean | string[] {
  if (name === 'workspace_id') return WORKSPACE;
  const allowed = check && /'([^']+)'/.exec(check)?.[1];
  if (allowed) return allowed;
  if (type === 'uuid') return '01900000-0000-7000-8000-0000000000aa';
  if (type.startsWith('timestamp'))
    return name === 'end_at' || name === 'blocked_until' ? '2026-01-01T01:00:00Z' : '2026-01-01T00:00:00Z';
  if (type === 'jsonb') return '{}';
  if (type === 'bytea') return '\\x00';
  if (type === 'boolean') return false;
  if (type.endsWith('[]')) return [];
  return type === 'text' ? 'x' : 1;
}
