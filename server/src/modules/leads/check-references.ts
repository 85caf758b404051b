import type { Tx, TxCtx } from '../../db/database.ts';
import { type Issue, invalidInput } from '../../kernel/errors.ts';

/** Ids of other rows that a lead's columns may hold. */
interface References {
  readonly assignedMemberId?: string | null | undefined;
  readonly campaignId?: string | null | undefined;
  readonly agentId?: string | undefined;
}

/** Raises `invalid_input` that names every id that nothing in the workspace has. No statement where none is given. */
export async function requireKnown(ctx: TxCtx, references: References, path: readonly string[]): Promise<void> {
  const { tx } = ctx;
  const lookups: [keyof References, string, (found: ReturnType<Tx>) => ReturnType<Tx>][] = [
    ['assignedMemberId', 'member', (where) => tx`select id from members ${where}`],
    ['campaignId', 'campaign', (where) => tx`select id from campaigns ${where}`],
    ['agentId', 'agent', (where) => tx`select id from agents ${where}`],
  ];
  const issues = await Promise.all(
    lookups.map(async ([field, noun, select]): Promise<Issue[]> => {
      const id = references[field];
      if (!id) return [];
      const found = await select(tx`where workspace_id = ${ctx.workspace.id} and id = ${id}`);
      return found.length > 0 ? [] : [{ path: [...path, field], message: `No ${noun} of this workspace has this id.` }];
    }),
  );
  if (issues.flat().length > 0) throw invalidInput('Some ids are unknown.', issues.flat());
}
