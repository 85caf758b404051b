import { transaction } from '../db/database.ts';
import type { OpenQuestion } from '../engagement/dialogue/informed.ts';
import type { FoundAnswer } from '../engagement/knowledge/found-answer.ts';
import { FoyerError } from '../kernel/errors.ts';
import { lookUp } from '../modules/simulations/index.ts';
import { addKnowledge } from './add-knowledge.ts';
import { type Cli, type Input, UsageError } from './command.ts';
import { findCtx } from './find-ctx.ts';

type LookUp = (question: OpenQuestion) => Promise<FoundAnswer | null>;

/**
 * Does work whose questions are looked up in the knowledge of `--workspace`, or in the files of `--knowledge` as if they
 * were all that this workspace knew; nothing of them stays. Where neither is named nothing is found, and a note tells so:
 * it is Postgres that knows the forms of words, and this needs no database.
 */
export async function withKnowledge<T>(input: Input, cli: Cli, work: (lookUp: LookUp) => Promise<T>): Promise<T> {
  const from = input.text('knowledge');
  if (input.text('workspace') !== undefined) return inDatabase(input, cli, { from, work });
  if (from !== undefined)
    throw new UsageError(
      '--knowledge needs --workspace: the database finds the forms of words, in a trial that leaves nothing.',
    );
  const open: string[] = [];
  const result = await work(async ({ question }) => {
    open.push(question);
    return null;
  });
  if (open.length > 0)
    cli.note(
      `note: no knowledge was asked for ${JSON.stringify(open[0])}${more(open.length - 1)}: name a --workspace.`,
    );
  return result;
}

function more(others: number): string {
  return others === 0 ? '' : others === 1 ? ' and another question' : ` and ${others} other questions`;
}

interface Working<T> {
  readonly from: string | undefined;
  readonly work: (lookUp: LookUp) => Promise<T>;
}

async function inDatabase<T>(input: Input, cli: Cli, { from, work }: Working<T>): Promise<T> {
  const ctx = await findCtx(input, cli);
  if (from === undefined) return work((question) => lookUp(ctx, question));
  const trial: { result?: { readonly value: T } } = {};
  await transaction(ctx, async (tctx) => {
    const { issues } = await addKnowledge(tctx, { from, isSynced: true });
    if (issues.length > 0)
      throw new FoyerError('invalid_input', `Not taken: ${issues.length} of the files.`, { issues });
    trial.result = { value: await work((question) => lookUp(tctx, question)) };
    throw new TrialOver();
  }).catch((error: unknown) => {
    if (!(error instanceof TrialOver)) throw error;
  });
  if (!trial.result) throw new Error('a trial without a result');
  return trial.result.value;
}

/** Rolls back what was tried. */
class TrialOver extends Error {}
