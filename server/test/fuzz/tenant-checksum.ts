import { openPool } from '../../src/db/database.ts';
import type { TestDatabase } from '../database.ts';

/** What changes by itself: when a key was last used is written later than it was used. */
const UNSTEADY = ['last_used_at'];

/** A checksum over all rows of a workspace, by table: equal only while none was added, changed or taken away. */
export async function tenantChecksum(database: TestDatabase, workspaceId: string): Promise<Record<string, string>> {
  const admin = openPool(database.admin, 1);
  try {
    const tables = await admin<{ name: string; key: string }[]>`
      select c.relname as name, a.attname as key from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
        and a.attname = case when c.relname = 'workspaces' then 'id' else 'workspace_id' end
      where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by c.relname`;
    const sums: Record<string, string> = {};
    for (const { name, key } of tables) {
      const [row] = await admin<{ rows: number; sum: string }[]>`
        select count(*)::int as rows, md5(coalesce(string_agg(t.row, E'\\n' order by t.row), '')) as sum
        from (select (to_jsonb(x) - ${UNSTEADY}::text[])::text as row from ${admin(name)} x where ${admin(key)} = ${workspaceId}) t`;
      sums[name] = `${row?.rows} rows ${row?.sum}`;
    }
    return sums;
  } finally {
    await admin.end();
  }
}
