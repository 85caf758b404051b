import { z } from 'zod';
import type { Tx } from '../../db/database.ts';
import { dialects } from '../../kernel/key-format.ts';
import { scopes } from '../../kernel/scopes.ts';

const time = z.iso.datetime();

export const apiKeySchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    dialect: z.enum(dialects).describe('Whose format it has and whose limits it gets; it opens every API of Foyer.'),
    scopes: z.array(z.enum(scopes)),
    isTest: z.boolean().describe('A test key sees and makes test leads only.'),
    limitPerMinute: z.int().nullable().describe("Requests a minute; null: the dialect's own limits."),
    secretStart: z.string().describe('The first characters of the secret.'),
    secretEnd: z.string().describe('The last four characters of the secret.'),
    expiresAt: time.nullable(),
    revokedAt: time.nullable(),
    lastUsedAt: time.nullable().describe('Written at most once a minute.'),
    createdAt: time,
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof apiKeySchema>;

interface ApiKeyRow extends Omit<ApiKey, 'expiresAt' | 'revokedAt' | 'lastUsedAt' | 'createdAt'> {
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly createdAt: Date;
}

/** Keys that fit `condition` (a `where` over `k`, and what follows it): never the secret nor its hash. */
export async function selectKeys(tx: Tx, condition: ReturnType<Tx>): Promise<ApiKey[]> {
  const rows = await tx<ApiKeyRow[]>`
    select k.id, k.name, k.dialect, k.scopes, k.is_test, k.limit_per_minute, k.secret_start, k.secret_end,
      k.expires_at, k.revoked_at, k.last_used_at, k.created_at
    from api_keys k
    ${condition}`;
  return rows.map((row) => ({
    ...row,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  }));
}
