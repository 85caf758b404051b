import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Target } from './http-client.ts';
import type { Plans } from './plans.ts';
import { askOnce } from './probe.ts';

export interface References {
  readonly target: Target;
  readonly pids: readonly number[];
  stop(): void;
}

/** The server of constants (`references.ts`), which are answers that the product gives now. */
export async function startReferences(product: Target, plans: Plans): Promise<References> {
  const lead = await askOnce(await plans.get(), product);
  const page = await askOnce(await plans.list(), product);
  const child = fork(fileURLToPath(new URL('./references.ts', import.meta.url)));
  child.send({ lead, page });
  const [port] = await once(child, 'message');
  return {
    target: { host: product.host, port: Number(port) },
    pids: child.pid === undefined ? [] : [child.pid],
    stop: () => child.kill(),
  };
}
