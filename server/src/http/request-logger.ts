import type { FastifyBaseLogger } from 'fastify';

type Bindings = Readonly<Record<string, unknown>>;

/**
 * A request's logger, as pino's own child would be: that one is made for the first line that needs it, which in most
 * requests never comes. Their one line goes through `write`.
 */
export class RequestLogger implements FastifyBaseLogger {
  readonly #base: FastifyBaseLogger;
  readonly #bindings: Bindings;
  #made: FastifyBaseLogger | undefined;

  constructor(base: FastifyBaseLogger, bindings: Bindings) {
    this.#base = base;
    this.#bindings = bindings;
  }

  /** A line at info with what is bound and these facts. */
  write(facts: object, message: string): void {
    this.#base.info({ ...this.#bindings, ...facts }, message);
  }

  child(bindings: Bindings, options?: Parameters<FastifyBaseLogger['child']>[1]): FastifyBaseLogger {
    if (options) return this.#whole.child(bindings, options);
    return new RequestLogger(this.#base, { ...this.#bindings, ...bindings });
  }

  get level() {
    return this.#whole.level;
  }
  set level(level: string) {
    this.#whole.level = level;
  }
  get fatal() {
    return this.#methodOf('fatal');
  }
  get error() {
    return this.#methodOf('error');
  }
  get warn() {
    return this.#methodOf('warn');
  }
  get info() {
    return this.#methodOf('info');
  }
  get debug() {
    return this.#methodOf('debug');
  }
  get trace() {
    return this.#methodOf('trace');
  }
  get silent() {
    return this.#methodOf('silent');
  }

  get #whole(): FastifyBaseLogger {
    this.#made ??= this.#base.child(this.#bindings);
    return this.#made;
  }

  #methodOf(level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent') {
    const whole = this.#whole;
    return whole[level].bind(whole);
  }
}
