import { Temporal } from 'temporal-polyfill';
import type { TxCtx } from '../../db/database.ts';
import type { LlmTokens } from '../../kernel/llm.ts';

/** What a call is charged by. */
export interface Prices {
  /** For a million tokens. */
  readonly inputPrice: number;
  readonly outputPrice: number;
}

/** Tokens that are counted as used until it is known how many were. */
export interface Reservation extends Prices {
  /** YYYY-MM-DD, of the workspace's time zone. */
  readonly day: string;
  readonly tokens: number;
}

/** The day of the workspace, YYYY-MM-DD. */
export function dayOf({ at, workspace }: TxCtx): string {
  return Temporal.Instant.from(at.toISOString()).toZonedDateTimeISO(workspace.timeZone).toPlainDate().toString();
}

/** Counts tokens before a call, so that calls at once stay within the budget too; whether there is room for them. */
export async function reserveTokens(
  { tx, workspace }: TxCtx,
  { day, tokens }: Pick<Reservation, 'day' | 'tokens'>,
  tokensPerDay: number,
): Promise<boolean> {
  if (tokens > tokensPerDay) return false;
  const reserved = await tx`
    insert into llm_usage as u (workspace_id, day, calls, tokens) values (${workspace.id}, ${day}, 1, ${tokens})
    on conflict (workspace_id, day) do update set calls = u.calls + 1, tokens = u.tokens + excluded.tokens
      where u.tokens + excluded.tokens <= ${tokensPerDay}
    returning day`;
  return reserved.length > 0;
}

export interface Spent {
  readonly tokens: LlmTokens | null;
  /** Nothing can have been charged. */
  readonly isFree: boolean;
}

/** Puts what was used in the place of what was reserved; of a call of which nobody knows that stays. Returns its cost. */
export async function settleTokens(
  { tx, workspace }: TxCtx,
  reservation: Reservation,
  { tokens, isFree }: Spent,
): Promise<number> {
  const { day, tokens: reserved } = reservation;
  const { input, output } = tokens ?? { input: 0, output: 0 };
  const cost = (input * reservation.inputPrice + output * reservation.outputPrice) / 1_000_000;
  if (tokens === null && !isFree) return cost;
  await tx`
    update llm_usage set tokens = greatest(tokens - ${reserved} + ${input + output}, 0),
      input_tokens = input_tokens + ${input}, output_tokens = output_tokens + ${output}, cost = cost + ${cost}
    where workspace_id = ${workspace.id} and day = ${day}`;
  return cost;
}
