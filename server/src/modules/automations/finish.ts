import type { TxCtx } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import { recordAction, recordEvent } from '../timeline/index.ts';

/** A firing that is under way, and the rule's name for the timeline. */
export interface Acting {
  readonly firingId: string;
  readonly leadId: string;
  readonly automation: { readonly id: string; readonly name: string };
}

export interface Ending {
  readonly state: 'done' | 'failed' | 'unknown' | 'skipped';
  /** What it did or why it did not, in a few words. */
  readonly words: string;
  readonly request?: object | undefined;
  readonly response?: object | undefined;
}

/** Writes how a firing ended: on its own row, on the lead's timeline, and as an event unless it was skipped. */
export async function finish(ctx: TxCtx, acting: Acting, { state, words, ...exchange }: Ending): Promise<void> {
  const { tx, at, workspace } = ctx;
  const { firingId, leadId, automation } = acting;
  await tx`
    update automation_firings set ${tx({
      state,
      error: state === 'done' ? null : words,
      ...(exchange.request && { request: tx.json(asJson(exchange.request)) }),
      ...(exchange.response && { response: tx.json(asJson(exchange.response)) }),
      finishedAt: at,
      updatedAt: at,
    })}
    where workspace_id = ${workspace.id} and id = ${firingId}`;
  const ids = { automationId: automation.id, firingId };
  const summary = `Automation "${automation.name}"${verdicts[state]}: ${words}`;
  recordAction(ctx, { leadId, type: 'system_note', summary, output: { ...ids, state } });
  if (state === 'skipped') return;
  recordEvent(ctx, {
    type: state === 'done' ? 'automation.fired' : 'automation.failed',
    leadId,
    data: { ...ids, state },
  });
}

const verdicts: Readonly<Record<Ending['state'], string>> = {
  done: '',
  failed: ' failed',
  unknown: ' may have failed',
  skipped: ' was skipped',
};
