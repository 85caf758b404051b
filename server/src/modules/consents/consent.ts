import { z } from 'zod';
import { writeCollected } from '../../db/begin.ts';
import type { Tx } from '../../db/database.ts';

export const consentSchema = z
  .object({
    id: z.uuid(),
    leadId: z.uuid(),
    basis: z.string().describe('Why the lead may be contacted, such as "form" or "contract".'),
    channel: z.string().nullable().describe('The only channel it is for; null: for every one.'),
    wordsShown: z.string().nullable().describe('The words the lead agreed to.'),
    givenAt: z.iso.datetime(),
    withdrawnAt: z.iso.datetime().nullable().describe('Since when it counts no more.'),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Consent' });
export type Consent = z.infer<typeof consentSchema>;

interface ConsentRow extends Omit<Consent, 'givenAt' | 'withdrawnAt' | 'createdAt'> {
  readonly givenAt: Date;
  readonly withdrawnAt: Date | null;
  readonly createdAt: Date;
}

/** Consents that fit `condition` (a `where` over `c`, and what follows it), in its order. */
export async function selectConsents(tx: Tx, condition: ReturnType<Tx>): Promise<Consent[]> {
  await writeCollected(tx);
  const rows = await tx<ConsentRow[]>`
    select c.id, c.lead_id, c.basis, c.channel, c.words_shown, c.given_at, c.withdrawn_at, c.created_at
    from consents c ${condition}`;
  return rows.map((row) => ({
    ...row,
    givenAt: row.givenAt.toISOString(),
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  }));
}
