import postgres from 'postgres';
import { z } from 'zod';
import { openPool, type Sql } from '../../src/db/database.ts';
import type { TestDatabase } from '../database.ts';

/** One node of a plan as auto_explain writes it, with what it came to. */
const nodeSchema = z.object({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  'Index Name': z.string().optional(),
  'Actual Rows': z.number(),
  'Actual Loops': z.number(),
  'Rows Removed by Filter': z.number().default(0),
  'Rows Removed by Index Recheck': z.number().default(0),
  get Plans() {
    return z.array(nodeSchema).default([]);
  },
});
type Node = z.infer<typeof nodeSchema>;
const explainedSchema = z.object({ 'Query Text': z.string(), Plan: nodeSchema });
type Explained = z.infer<typeof explainedSchema>;

export interface PlanWatch {
  readonly sql: Sql;
  /** Runs `work` and tells how many statements were planned for it, those inside functions too, and what is wrong. */
  faultsOf(work: () => Promise<unknown>, bounds?: Bounds): Promise<Findings>;
  end(): Promise<void>;
}

export interface Bounds {
  /** How many rows one step of a plan may look at each time it runs; 250 unless told. */
  readonly rows?: number;
}

export interface Findings {
  readonly statements: number;
  readonly faults: readonly string[];
}

/** More rows than any page has. */
const MOST_SORTED = 101;
/** A table with fewer may be read whole: an index would cost more. */
const BIG = 500;

/**
 * A pool as the server has, whose Postgres tells of each statement how it was carried out: auto_explain is set for the
 * server's role in this database alone. `mode` is Postgres's `plan_cache_mode`.
 */
export async function watchPlans(
  database: TestDatabase,
  mode: 'force_generic_plan' | 'force_custom_plan',
): Promise<PlanWatch> {
  const bigTables = await prepare(database);
  let seen: Explained[] = [];
  const sql = openPool(
    {
      ...database.server,
      connection: { ...database.server.connection, plan_cache_mode: mode },
      onnotice: ({ message = '' }) => {
        const json = /plan:\s*(\{.*\})/s.exec(message)?.[1];
        // What the driver asks about types is not ours.
        if (json?.includes('pg_catalog') === false) seen.push(explainedSchema.parse(JSON.parse(json)));
      },
    },
    2,
  );
  return {
    sql,
    faultsOf: async (work, { rows = 250 } = {}) => {
      seen = [];
      await work();
      const faults = seen.flatMap((one) =>
        nodesOf(one.Plan)
          .flatMap((node) => faultOf(node, rows, bigTables))
          .map((fault) => `${fault} in ${one['Query Text'].replaceAll(/\s+/g, ' ').slice(0, 200)}`),
      );
      return { statements: seen.length, faults };
    },
    end: () => sql.end(),
  };
}

/** Has every later connection of the server's role explain what it does; gives the names of the big tables. */
async function prepare({ name, admin, server }: TestDatabase): Promise<ReadonlySet<string>> {
  const sql = postgres({ ...admin, max: 1, onnotice: () => undefined });
  const settings = {
    session_preload_libraries: 'auto_explain',
    'auto_explain.log_min_duration': '0',
    'auto_explain.log_analyze': 'on',
    'auto_explain.log_timing': 'off',
    'auto_explain.log_nested_statements': 'on',
    'auto_explain.log_format': 'json',
    'auto_explain.log_level': 'notice',
  };
  try {
    // Known only once it is loaded.
    await sql`load 'auto_explain'`;
    for (const [key, value] of Object.entries(settings))
      await sql.unsafe(`alter role ${server.username} in database ${name} set ${key} = '${value}'`);
    const rows = await sql<{ name: string }[]>`
      select relname as name from pg_class
      where relkind = 'r' and relnamespace = 'public'::regnamespace and reltuples >= ${BIG}`;
    return new Set(rows.map((row) => row.name));
  } finally {
    await sql.end();
  }
}

function nodesOf(node: Node): Node[] {
  return [node, ...node.Plans.flatMap(nodesOf)];
}

/** A big table read whole, a sort of more than a page, or a step that looked at more rows than it may. */
function faultOf(node: Node, mostRows: number, bigTables: ReadonlySet<string>): string[] {
  const { 'Node Type': type, 'Relation Name': table, 'Index Name': index, 'Actual Loops': loops } = node;
  const kept = node['Actual Rows'];
  const looked = kept + node['Rows Removed by Filter'] + node['Rows Removed by Index Recheck'];
  const where = [type, index ?? table].filter((part) => part !== undefined).join(' ');
  if (type === 'Seq Scan' && table !== undefined && bigTables.has(table) && loops > 0) return [where];
  if (type.includes('Sort') && kept > MOST_SORTED) return [`${where} of ${kept} rows`];
  return looked > mostRows ? [`${where} of ${looked} rows`] : [];
}
