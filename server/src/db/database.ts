import postgres from 'postgres';
import type { Caller } from '../kernel/ctx.ts';
import type { KeyClaim } from '../kernel/key-claim.ts';
import { begin } from './begin.ts';
import { LONG_FIRST_MESSAGE, settling } from './pool-socket.ts';
import type { Signals } from './signals.ts';

export type Sql = postgres.Sql<{ bigint: number }>;
export type Tx = postgres.TransactionSql<{ bigint: number }>;

/** The server's pool, under row-level security, and the signals that follow its commits. */
export interface Database {
  readonly sql: Sql;
  /** `sql` is used where there are none. */
  readonly lookUps?: LookUps;
  readonly signals: Signals;
}

/** Pools of one connection (gather.ts): who asks is found whatever keeps the others waiting. */
export interface LookUps {
  readonly credentials: Sql;
  readonly leads: Sql;
}

/** A caller and its database: the first argument of every verb. */
export interface Ctx extends Caller {
  readonly db: Database;
  /** Of a caller whose key was recalled: for whoever reads by a statement that can confirm it. */
  readonly keyClaim?: KeyClaim;
}

/** What work has of its process, whoever it is done for. */
export type ProcessTools = Omit<Ctx, 'workspace' | 'actor' | 'scopes' | 'isTest' | 'requestId'>;

/** These and nothing else of what has them: a caller has a request, which would stay in memory with it. */
export function processToolsOf(from: ProcessTools): ProcessTools {
  const { db, clock, newId, log, files, channels, outbound, llm, secrets } = from;
  return { db, clock, newId, log, files, channels, outbound, llm, secrets };
}

/** A promise that it gives is waited for. */
export type AfterCommit = () => unknown;

/** A caller inside a transaction that is bound to its workspace. */
export interface TxCtx extends Ctx {
  readonly tx: Tx;
  /** The transaction's moment: what it writes bears it, unless an id says more exactly. */
  readonly at: Date;
  /** Runs after the commit, never after a rollback; the transaction ends when it has. It must not raise. */
  afterCommit(work: AfterCommit): void;
}

/** The pool for the server's role. Timestamps come as Date, bigint as number (none of ours leaves 2^53), columns as camelCase. */
export function openPool(options: postgres.Options<Record<string, never>>, max: number): Sql {
  return postgres({
    onnotice: () => undefined,
    connect_timeout: 10,
    ...options,
    ...settling(options.ssl),
    max,
    idle_timeout: 0,
    // The driver's own waits grow to 20 s; a Postgres that was killed is back within one.
    backoff: (attempt: number) => Math.min(0.05 * attempt, 0.5),
    // One stuck statement or transaction must not hold a lead and a connection for ever.
    connection: {
      // A list's limit is a parameter, for which the planner makes a new plan each time: more than the reading itself.
      // That one plan serves all values is held by test/plans.
      plan_cache_mode: 'force_generic_plan',
      ...LONG_FIRST_MESSAGE,
      ...options.connection,
      statement_timeout: 30_000,
      lock_timeout: 10_000,
      idle_in_transaction_session_timeout: 60_000,
    },
    transform: { column: { from: postgres.toCamel, to: postgres.fromCamel } },
    types: {
      bigint: {
        to: 20,
        from: [20],
        parse: (text: string) => Number(text),
        serialize: (value: number) => String(value),
      },
    },
  });
}

/**
 * Runs `work` in one transaction of the caller's workspace, or in the one that `ctx` is in already. Row-level security
 * sees the workspace for this transaction only. Raises what `work` raises, after the rollback.
 */
export async function transaction<T>(ctx: Ctx, work: (ctx: TxCtx) => Promise<T>): Promise<T> {
  if (isInTransaction(ctx)) return work(ctx);
  const afterwards: AfterCommit[] = [];
  const result = await begin(ctx.db.sql, async (tx) => {
    const bound = bindWorkspace(tx, ctx.workspace.id);
    const [, value] = await Promise.all([bound, work(insideTransaction(ctx, tx, afterwards))]);
    return value;
  });
  for (const done of afterwards) await done();
  return result;
}

/**
 * Binds a transaction to a workspace: what row-level security compares every row with. It is on its way at once, so
 * that statements which do not wait for it come after it on the wire and cost no round trip more.
 */
export async function bindWorkspace(tx: Tx, workspaceId: string): Promise<void> {
  await tx`select set_config('foyer.workspace_id', ${workspaceId}, true)`.execute();
}

/** The context of a verb inside `tx`. `afterwards` is run by whoever commits. */
export function insideTransaction(ctx: Ctx, tx: Tx, afterwards: AfterCommit[]): TxCtx {
  return { ...ctx, tx, at: ctx.clock.now(), afterCommit: (work) => afterwards.push(work) };
}

/** Whether this caller is inside a transaction already, which its reads must be part of. */
export function isInTransaction(ctx: Ctx | TxCtx): ctx is TxCtx {
  return 'tx' in ctx;
}

/** A visitor who holds the token of one conversation, and nothing else. */
export interface VisitorCtx extends Ctx {
  readonly conversationId: string;
}

/** Whoever holds the link to a lead's own page. `isTest` is false whatever the lead is: a verb looks. */
export interface PortalCtx extends Ctx {
  /** Whose page it was made for; a merge may have made it another. */
  readonly leadId: string;
}

/** A caller who proved nothing: for operations without a credential. */
export interface PublicCtx extends Omit<Caller, 'workspace' | 'actor' | 'scopes' | 'isTest'> {
  readonly db: Database;
  /** The client's network address as TRUST_PROXY has it. */
  readonly address: string;
}
