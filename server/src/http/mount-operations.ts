import type { FastifyInstance, FastifyReply, RouteOptions } from 'fastify';
import { MAX_MEMBERS } from '../kernel/check-values.ts';
import type { Operation } from '../kernel/operation.ts';
import { type Admission, createAdmission, type RequestCtx } from './admit.ts';
import { admittedOf, keepAdmitted } from './admitted.ts';
import { answer } from './answer.ts';
import type { Door } from './door.ts';
import { mountForm } from './forms.ts';
import { createLastUse } from './last-use.ts';
import { RequestInput } from './operation-input.ts';
import { perform } from './perform.ts';
import { refuseOtherMethods } from './refuse-methods.ts';
import { createRequestSignals } from './request-signal.ts';
import { BODY_LIMIT_BYTES } from './server.ts';
import { mountUpload, noUpload, readUpload } from './uploads.ts';
import { assertStrict, validateInput } from './validate.ts';
import { withConfirmedKey } from './with-confirmed-key.ts';

/** Any operation: `auth` says which context its `handle` takes, and mounting gives it that one. */
export type AnyOperation = Operation<RequestCtx, unknown, unknown, unknown, unknown>;

/**
 * Registers each operation on the app: admission and limits before the body is read, validation, the verb, the
 * answer. Call it once for all the operations under a prefix, because the methods a path lacks are answered with 405.
 * Raises a plain Error for an operation that is not made right.
 */
export function mountOperations(app: FastifyInstance, door: Door, operations: readonly AnyOperation[]): void {
  const lastUse = createLastUse(door.db);
  const admission = createAdmission(door, lastUse);
  const signalOf = createRequestSignals(app);
  app.addHook('onClose', () => lastUse.settle());
  for (const operation of operations) {
    assertMountable(operation);
    mount(app, door, operation, admission, signalOf);
  }
  for (const [url, methods] of methodsByUrl(operations)) refuseOtherMethods(app, door, url, methods);
}

function mount(
  app: FastifyInstance,
  door: Door,
  operation: AnyOperation,
  admission: Admission,
  signalOf: (reply: FastifyReply) => AbortSignal,
): void {
  const schemas = { path: operation.params, query: operation.query, body: operation.body };
  const maxMembers = MAX_MEMBERS * Math.ceil((operation.bodyLimitBytes ?? 0) / BODY_LIMIT_BYTES || 1);
  const admit = admission[operation.confirmsKey ? 'recalledKey' : operation.auth];
  const route: RouteOptions = {
    method: operation.method,
    url: toRouteUrl(operation.path),
    ...(operation.bodyLimitBytes !== undefined && { bodyLimit: operation.bodyLimitBytes }),
    onRequest: async (request, reply) => {
      keepAdmitted(request, await admit(request, reply));
    },
    handler: async (request, reply) => {
      const ctx = admittedOf(request);
      if (!ctx) throw new Error(`${operation.operationId} was reached without admission`);
      const outcome = await withConfirmedKey(ctx, { again: () => admission.keyAgain(request, reply) }, (caller) => {
        const { params: path, query, body } = request;
        const parts = validateInput(schemas, { path, query, body, maxMembers });
        const upload = operation.upload ? readUpload(request, operation.upload) : noUpload;
        return perform(operation, caller, request, new RequestInput(parts, upload, reply, signalOf));
      });
      return answer(operation, outcome, request, reply, door.strictResponses);
    },
  };
  if (operation.upload) mountUpload(app, route);
  else if (operation.takesForms) mountForm(app, route);
  else app.route(route);
}

function assertMountable(operation: AnyOperation): void {
  const { operationId, method, path, auth, success } = operation;
  assertStrict(operation.query, `${operationId}: the query`);
  assertStrict(operation.body, `${operationId}: the body`);
  if (operation.confirmsKey && (auth !== 'key' || method !== 'GET'))
    throw new Error(`${operationId}: only a reading with a key can confirm the key.`);
  if (operation.idempotent && auth !== 'key')
    throw new Error(`${operationId}: only a key's requests can be idempotent.`);
  if (operation.upload && (operation.body || operation.idempotent))
    throw new Error(`${operationId}: files come in place of a body, and are not compared with earlier ones.`);
  if (auth === 'visitor' && !path.includes('{conversationId}')) {
    throw new Error(`${operationId}: a visitor's path must name {conversationId}.`);
  }
  if (auth === 'hook' && !path.includes('{token}')) throw new Error(`${operationId}: a hook's path must name {token}.`);
  if ((success.status === 204) !== (success.schema === undefined)) {
    throw new Error(`${operationId}: a 204 has no schema, and every other answer has one.`);
  }
}

function methodsByUrl(operations: readonly AnyOperation[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { method, path } of operations) {
    const url = toRouteUrl(path);
    found.set(url, [...(found.get(url) ?? []), method]);
  }
  return found;
}

/** `/v1/leads/{leadId}` as Fastify writes it. */
export function toRouteUrl(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}
