import type { Sql } from 'postgres';

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
}

interface Row {
  readonly table: string;
  readonly columns: readonly Column[];
  readonly values: readonly (string | null)[];
}

/**
 * One statement that writes what the product wrote for a lead: every row of it in every table, with ids and times of
 * its own. So the reference follows the product, whatever a new lead comes to be made of.
 */
export async function insertStatementLike(sql: Sql, leadId: string): Promise<string> {
  const tables = await tablesOfLeads(sql);
  const rows = (await Promise.all([...tables].map(([table, columns]) => readRows(sql, table, columns, leadId)))).flat();
  const own = rows.map(({ columns, values }) => values[columns.findIndex(({ name }) => name === 'id')] ?? '');
  const ids = new Map([...new Set(own)].map((id, place) => [id, `ids.id_${place}`]));
  const inserts = [...tables.entries()].flatMap(([table, columns], place) => {
    const ofTable = rows.filter((row) => row.table === table);
    return ofTable.length === 0 ? [] : [insertOf(`made_${place}`, table, columns, ofTable, ids)];
  });
  const generated = [...ids.values()].map((name) => `uuidv7() as ${name.replace('ids.', '')}`);
  // Postgres checks foreign keys when the whole statement is done.
  return `with ids as materialized (select ${generated.join(', ')}),\n${inserts.join(',\n')}\nselect 1;\n`;
}

/** The tables that name a lead, and their columns. A table whose rows have no id is kept by triggers, here too. */
async function tablesOfLeads(sql: Sql): Promise<Map<string, Column[]>> {
  const columns = await sql<Column[]>`
    select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attgenerated = ''
    order by c.relname <> 'leads', c.relname, a.attnum`;
  const tables = new Map<string, Column[]>();
  for (const column of columns) tables.set(column.table, [...(tables.get(column.table) ?? []), column]);
  const isWanted = ([table, own]: [string, Column[]]) =>
    own.some(({ name }) => name === 'id') && own.some(({ name }) => isLeadId(table, name));
  return new Map([...tables].filter(isWanted));
}

function isLeadId(table: string, column: string): boolean {
  return table === 'leads' ? column === 'id' : column === (table === 'audit_log' ? 'object_id' : 'lead_id');
}

async function readRows(sql: Sql, table: string, columns: readonly Column[], leadId: string): Promise<Row[]> {
  const texts = columns.map(({ name }) => `${name}::text`).join(', ');
  const key = columns.find(({ name }) => isLeadId(table, name))?.name ?? 'id';
  const found = await sql.unsafe<{ values: (string | null)[] }[]>(
    `select jsonb_build_array(${texts}) as values from ${table} where ${key} = $1`,
    [leadId],
  );
  return found.map(({ values }) => ({ table, columns, values }));
}

function insertOf(
  name: string,
  table: string,
  columns: readonly Column[],
  rows: readonly Row[],
  ids: ReadonlyMap<string, string>,
): string {
  const tuples = rows.map(
    ({ values }) => `(${columns.map((column, at) => literal(column, values[at] ?? null, ids)).join(', ')})`,
  );
  const names = columns.map((column) => column.name).join(', ');
  return `${name} as (insert into ${table} (${names}) select v.* from ids, lateral (values ${tuples.join(',\n  ')}) v)`;
}

function literal({ name, type }: Column, value: string | null, ids: ReadonlyMap<string, string>): string {
  // Numbers of events are given afterwards, for these as for all.
  if (value === null || name === 'seq') return `null::${type}`;
  if (type === 'uuid') return ids.get(value) ?? `'${value}'::uuid`;
  if (type.startsWith('timestamp')) return `now()::${type}`;
  return `'${value.replaceAll("'", "''")}'::${type}`;
}
