import { readFile } from 'node:fs/promises';
import { createChannels } from '../../src/adapters/channels/index.ts';
import { createOpenAiCompatible } from '../../src/adapters/llms/openai-compatible/openai-compatible.ts';
import { createGuardedOutbound } from '../../src/adapters/outbound/guarded/guarded-outbound.ts';
import { loadConfig } from '../../src/config.ts';
import { openPool } from '../../src/db/database.ts';
import type { EmbeddedLogins } from '../../src/db/embedded/logins.ts';
import { createSignals } from '../../src/db/signals.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { createIdSource } from '../../src/kernel/ids.ts';
import { createSecrets } from '../../src/kernel/secrets.ts';
import { createKey } from '../../src/modules/keys/index.ts';
import { createWorkspace, type SystemContext, systemCtx } from '../../src/modules/workspaces/index.ts';
import { openFiles } from '../../src/open-files.ts';
import { loadSecretKeys } from '../../src/secret-key.ts';
import { settingsFor } from '../product.ts';

/**
 * What a workspace is for: `plain` ones are read; `deep` has enough leads for a page far down; all leads of `half` and
 * `thousandth` are qualified, and one in two or one in a thousand of them is stale. `writes` grows while it is measured.
 */
export type WorkspaceKind = 'plain' | 'deep' | 'half' | 'thousandth' | 'writes';

export interface BenchWorkspace {
  readonly id: string;
  readonly slug: string;
  readonly kind: WorkspaceKind;
  /** Of its native key, which has no limit that could be reached. */
  readonly secret: string;
  readonly leads: number;
}

const READ_WORKSPACES = 100;
const WORKFLOW = 'business-loan-documents';
const SHARES = { deep: 0.11, half: 0.05, thousandth: 0.3 } as const;

/** Makes the workspaces with a shipped workflow and a key each, and says how many leads each is to get. */
export async function makeWorkspaces(
  logins: EmbeddedLogins,
  dataDir: string,
  leads: number,
): Promise<BenchWorkspace[]> {
  const settings = loadConfig({ ...process.env, ...settingsFor(dataDir) });
  const secretKeys = await loadSecretKeys(settings);
  const sql = openPool(logins.server, 2);
  const silent = () => undefined;
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  const outbound = createGuardedOutbound({ allow: [] });
  const system: SystemContext = {
    db: { sql, signals: createSignals() },
    clock: systemClock,
    newId: createIdSource(),
    log,
    channels: createChannels(log),
    files: openFiles(settings, secretKeys[0]),
    outbound,
    llm: createOpenAiCompatible(outbound, systemClock),
    secrets: createSecrets(secretKeys),
  };
  try {
    const made: BenchWorkspace[] = [];
    for (const [index, one] of planned(leads).entries()) made.push(await makeOne(system, index + 1, one));
    return made;
  } finally {
    await sql.end();
  }
}

function planned(leads: number): { kind: WorkspaceKind; leads: number }[] {
  const special = (['deep', 'half', 'thousandth'] as const).map((kind) => ({
    kind,
    leads: Math.round(leads * SHARES[kind]),
  }));
  const rest = leads - special.reduce((sum, one) => sum + one.leads, 0);
  const count = READ_WORKSPACES - special.length;
  const plain = Array.from({ length: count }, (_, index) => ({
    kind: 'plain' as const,
    leads: Math.floor(rest / count) + (index < rest % count ? 1 : 0),
  }));
  return [...plain, ...special, { kind: 'writes', leads: 0 }];
}

async function makeOne(
  system: SystemContext,
  number: number,
  { kind, leads }: { kind: WorkspaceKind; leads: number },
): Promise<BenchWorkspace> {
  const slug = `bench-${String(number).padStart(3, '0')}`;
  const file = new URL(`../../../workflows/${WORKFLOW}.yaml`, import.meta.url);
  const workflow = { fileName: `${WORKFLOW}.yaml`, text: await readFile(file, 'utf8') };
  const { id } = await createWorkspace(system, { name: slug, slug, workflows: [workflow] });
  const ctx = systemCtx(system, { id, slug, name: slug, timeZone: 'UTC', country: 'US', locale: 'en' });
  const { secret } = await createKey(ctx, { limitPerMinute: 1_000_000 });
  return { id, slug, kind, secret, leads };
}
