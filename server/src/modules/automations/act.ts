import { savepoint, settle, writeCollected } from '../../db/begin.ts';
import type { TxCtx } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import { FoyerError } from '../../kernel/errors.ts';
import { reasonOf } from '../../kernel/startup-error.ts';
import type { StoredAction } from './action.ts';
import type { Facts } from './facts.ts';
import { type Acting, finish } from './finish.ts';
import { type HttpRequest, renderAction } from './render-action.ts';
import { doVerb, type VerbAction } from './verbs.ts';

/** The signal that a request waits to be sent. */
export const CALLS = 'automation_calls';

interface Doing extends Acting {
  readonly action: StoredAction;
  readonly facts: Facts;
  /** Whether an unexpected error may be raised, for the whole to be tried again. */
  readonly mayTryAgain: boolean;
}

/**
 * Does what a firing is for: a verb in this very transaction, a request by writing it down to be sent after the commit.
 * What it refuses, and what the verb refuses, is how the firing ends; what it wrote by then is undone.
 */
export async function act(ctx: TxCtx, doing: Doing): Promise<void> {
  const rendered = renderAction(doing.action, doing.facts);
  if (rendered.kind === 'request') return keepRequest(ctx, doing, rendered.request);
  if (rendered.kind === 'verb') return runVerb(ctx, doing, rendered.verb);
  await finish(ctx, doing, { state: 'failed', words: rendered.error });
}

async function keepRequest({ tx, at, workspace, ...ctx }: TxCtx, { firingId }: Doing, request: HttpRequest) {
  await tx`
    update automation_firings set state = 'pending', attempts = 0, request = ${tx.json(asJson(request))},
      available_at = ${at}, updated_at = ${at}
    where workspace_id = ${workspace.id} and id = ${firingId}`;
  ctx.afterCommit(() => ctx.db.signals.send(CALLS));
}

async function runVerb(ctx: TxCtx, doing: Doing, verb: VerbAction): Promise<void> {
  const { leadId, automation, mayTryAgain } = doing;
  const by = `automation "${automation.name}"`;
  const outcome = await savepoint(ctx.tx, async (tx) => {
    const words = await doVerb({ ...ctx, tx }, leadId, verb, by);
    // Here, so that what cannot be settled or written is this verb's failure.
    await settle(tx);
    await writeCollected(tx);
    return words;
  }).then(
    (words) => ({ words }),
    (error: unknown) => ({ error }),
  );
  if ('words' in outcome) return finish(ctx, doing, { state: 'done', words: outcome.words, request: verb });
  const { error } = outcome;
  if (!(error instanceof FoyerError) && mayTryAgain) throw error;
  if (!(error instanceof FoyerError)) ctx.log.error({ err: error, firingId: doing.firingId }, 'an automation failed');
  const words = error instanceof FoyerError ? explain(error) : 'an error of Foyer itself; its log says more';
  await finish(ctx, doing, { state: 'failed', words, request: verb });
}

function explain(error: FoyerError): string {
  return [reasonOf(error), ...error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)].join(' ');
}
