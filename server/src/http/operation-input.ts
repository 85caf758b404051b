import type { FastifyReply } from 'fastify';
import type { OperationInput } from '../kernel/operation.ts';
import type { RequestPart } from './problems.ts';

type AnyInput = OperationInput<unknown, unknown, unknown>;

/**
 * What a verb is given of a request. A class, as its signal is only made where it is asked for: a getter in an object
 * literal gives each object a hidden class of its own, which keeps the whole request until the next full collection.
 */
export class RequestInput implements AnyInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly files: AnyInput['files'];
  readonly fields: AnyInput['fields'];
  readonly #reply: FastifyReply;
  readonly #signalOf: (reply: FastifyReply) => AbortSignal;

  constructor(
    parts: Record<RequestPart, unknown>,
    { files, fields }: Pick<AnyInput, 'files' | 'fields'>,
    reply: FastifyReply,
    signalOf: (reply: FastifyReply) => AbortSignal,
  ) {
    this.params = parts.path;
    this.query = parts.query;
    this.body = parts.body;
    this.files = files;
    this.fields = fields;
    this.#reply = reply;
    this.#signalOf = signalOf;
  }

  header(name: 'last-event-id' | 'if-none-match'): string | undefined {
    const given = this.#reply.request.headers[name];
    return typeof given === 'string' && given !== '' ? given : undefined;
  }

  get signal(): AbortSignal {
    return this.#signalOf(this.#reply);
  }
}
