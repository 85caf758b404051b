import type { Sql } from 'postgres';
import type { CaseName } from './cases.ts';
import type { BenchWorkspace } from './fill/make-workspaces.ts';
import type { Target } from './http-client.ts';
import { insertStatementLike } from './insert-statement.ts';
import { type Measured, measureChat, measureLoad, measureWork, type Watched } from './measure.ts';
import { fillPgbench, runPgbench } from './pgbench.ts';
import { createPlans, type PlanName, type Plans, type RequestPlan } from './plans.ts';
import { askOnce, probe } from './probe.ts';
import { type Pair, type Product, startPair } from './product.ts';
import { createSampler } from './samples.ts';
import { type References, startReferences } from './start-references.ts';
import { measureStreams } from './streams.ts';
import { untilIdle } from './until-idle.ts';
import { measureDeliveries, measureLatency, type WebhookBench } from './webhooks.ts';

interface Ground {
  readonly product: Product;
  readonly dataDir: string;
  /** As the superuser. */
  readonly sql: Sql;
  readonly workspaces: readonly BenchWorkspace[];
  readonly leads: number;
  /** How far down the page far down is. */
  readonly depth: number;
  readonly connections: number;
}

export interface Round {
  readonly seconds: number;
  /** Answers a second of the case it is compared with, and of its own last round; undefined where there was none. */
  readonly referenceLoad: number | undefined;
  readonly ownLoad: number | undefined;
}

const TURNS_PER_CHAT = 11;
/** Chats are opened for so many times the turns of the round before, which is no bound for what is measured. */
const SPARE = 3;
const FIRST_TURNS_A_SECOND = 1_500;

/** Knows how each case is run. `stop` ends what it started. */
export class Runner {
  readonly #ground: Ground;
  readonly #writer: BenchWorkspace;
  readonly #plans: Plans;
  readonly #ready = new Map<CaseName, RequestPlan>();
  #references: References | undefined;
  #pair: Pair | undefined;
  #insert: string | undefined;

  constructor(ground: Ground) {
    const writer = ground.workspaces.find(({ kind }) => kind === 'writes');
    if (!writer) throw new Error('there is no workspace to write to');
    this.#ground = ground;
    this.#writer = writer;
    const sampler = createSampler(ground.sql, ground.workspaces);
    this.#plans = createPlans(sampler, { writer: writer.secret, depth: ground.depth });
  }

  /** Makes ready what a case needs; says why it cannot be measured where it cannot. Raises WrongAnswers. */
  async prepare(name: CaseName): Promise<string | undefined> {
    const { product, dataDir, sql, leads } = this.#ground;
    if (name === 'get-pair') this.#pair ??= await startPair(dataDir, product);
    else if (name === 'pgbench-select') await fillPgbench(product.logins.maintenance, leads);
    else if (name === 'pgbench-insert') {
      const made = await askOnce(await this.#plans.post(), product.target);
      this.#insert = await insertStatementLike(sql, String(made.id));
    } else if (!isWork(name)) return this.#preparePlan(name);
    return undefined;
  }

  /** One round. Raises WrongAnswers. */
  async run(name: CaseName, round: Round): Promise<Measured> {
    const { product, sql } = this.#ground;
    const { maintenance, owner } = product.logins;
    // What the case before wrote is still worked on.
    await untilIdle(sql);
    switch (name) {
      case 'get-half-load':
        return this.#load(name, 'get', round, (round.referenceLoad ?? 0) / 2);
      case 'get-pair':
        return this.#load(name, 'get', round);
      case 'pgbench-select':
        return this.#pgbench(maintenance, round);
      case 'pgbench-insert':
        return this.#pgbench({ ...maintenance, database: owner.database }, round, this.#insert);
      case 'chat':
        return this.#chat(round);
      case 'webhooks':
        return this.#webhooks({ endpoints: 1, hanging: 0 }, round);
      case 'webhooks-many':
        return this.#webhooks({ endpoints: 100, hanging: 0 }, round);
      case 'webhooks-hanging':
        return this.#webhooks({ endpoints: 100, hanging: 30 }, round);
      case 'webhooks-idle':
        return measureWork(() => measureLatency(this.#webhookBench(), round.seconds), this.#watched(name));
      case 'stream': {
        const { secret } = this.#writer;
        return measureWork(
          () => measureStreams({ target: product.target, secret }, round.seconds),
          this.#watched(name),
        );
      }
      default:
        return this.#load(name, name, round);
    }
  }

  stop(): void {
    this.#references?.stop();
  }

  async #preparePlan(name: PlanName): Promise<string | undefined> {
    const plan = await this.#plans[name]();
    if (plan.values.length === 0) return 'too few leads for it';
    if (isConstant(name)) this.#references ??= await startReferences(this.#ground.product.target, this.#plans);
    await probe(plan, this.#targetOf(name), name);
    this.#ready.set(name, plan);
    return undefined;
  }

  #load(name: CaseName, plan: PlanName, { seconds }: Round, rate?: number): Promise<Measured> {
    const found = this.#ready.get(plan);
    if (!found) throw new Error(`${plan} is not prepared`);
    const { connections } = this.#ground;
    return measureLoad({ ...found, target: this.#targetOf(name), connections, seconds, rate }, this.#watched(name));
  }

  #chat({ seconds, ownLoad }: Round): Promise<Measured> {
    const { product, connections } = this.#ground;
    const turns = (seconds + 1) * (ownLoad === undefined ? FIRST_TURNS_A_SECOND : ownLoad * SPARE);
    const chatsPerConnection = 1 + Math.ceil(turns / TURNS_PER_CHAT / connections);
    const chats = { workspace: this.#writer.slug, chatsPerConnection };
    return measureChat({ ...chats, target: product.target, connections, seconds }, this.#watched('chat'));
  }

  #webhooks(endpoints: { endpoints: number; hanging: number }, { seconds }: Round): Promise<Measured> {
    const work = () => measureDeliveries(this.#webhookBench(), { ...endpoints, seconds });
    return measureWork(work, this.#watched('webhooks'));
  }

  #webhookBench(): WebhookBench {
    const { product, sql } = this.#ground;
    const { host, port } = product.target;
    return { url: `http://${host}:${port}`, secret: this.#writer.secret, workspaceId: this.#writer.id, sql };
  }

  #pgbench(login: Product['logins']['owner'], { seconds }: Round, sql?: string): Promise<Measured> {
    const { dataDir } = this.#ground;
    return measureWork(
      async () => ({ perSecond: await runPgbench(login, { seconds, sql, folder: dataDir }) }),
      this.#watched('pgbench-select'),
    );
  }

  #targetOf(name: CaseName): Target {
    const { target } = this.#ground.product;
    if (isConstant(name)) return this.#references?.target ?? target;
    return name === 'get-pair' ? (this.#pair?.target ?? target) : target;
  }

  /** The product's worker goes on beside the pair. */
  #watched(name: CaseName): Watched {
    const { product } = this.#ground;
    if (isConstant(name)) return { serverPids: this.#references?.pids ?? [], postgresPids: [] };
    const besides = name === 'get-pair' ? (this.#pair?.serverPids() ?? []) : [];
    return { serverPids: [...product.serverPids(), ...besides], postgresPids: product.postgresPids() };
  }
}

/** A case that makes its own requests, or takes another's. */
function isWork(name: CaseName): name is Exclude<CaseName, PlanName> {
  return name === 'get-half-load' || name === 'chat' || name === 'stream' || name.startsWith('webhooks');
}

function isConstant(name: CaseName): boolean {
  return name === 'hello' || name === 'lead-constant' || name === 'page-constant';
}
