import type { TxCtx } from '../../db/database.ts';
import { giveToPerson, type lockLead, stopAgent, stopAwaitingPerson } from '../leads/index.ts';
import { asPerson } from './acting-person.ts';

export interface PersonComes {
  readonly leadId: string;
  /** The lead as its caller locked it. */
  readonly before: Pick<Awaited<ReturnType<typeof lockLead>>, 'owner' | 'needsHuman'>;
  readonly memberId?: string | undefined;
  readonly reason?: string | undefined;
  readonly conversationId?: string;
}

/**
 * A person comes to a lead, by whatever route: the agent falls silent in this transaction, and nobody is waited for any
 * more. Told once: who has the lead already takes it again without a word.
 */
export async function personComes(ctx: TxCtx, { before, ...coming }: PersonComes): Promise<void> {
  const { leadId, memberId } = coming;
  const acting = asPerson(ctx, memberId);
  const isTheirs = before.owner === 'person' && !before.needsHuman && (await isSamePerson(ctx, leadId, memberId));
  if (isTheirs) return stopAgent(acting, leadId, 'a person has taken over');
  await giveToPerson(acting, { ...coming, memberId: memberId ?? null, isAwaited: false });
  await stopAwaitingPerson(acting, leadId);
}

async function isSamePerson({ tx, workspace }: TxCtx, leadId: string, memberId: string | undefined): Promise<boolean> {
  if (memberId === undefined) return true;
  const others = await tx`
    select id from conversations
    where workspace_id = ${workspace.id} and lead_id = ${leadId} and owner_member_id is distinct from ${memberId}`;
  return others.length === 0;
}
