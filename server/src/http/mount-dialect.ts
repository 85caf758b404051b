import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { admitAnyone } from './admit.ts';
import type { Door } from './door.ts';
import { answerError, type MountedDialect } from './face.ts';
import { serveText } from './mount-docs.ts';
import { mountOperations } from './mount-operations.ts';
import { answerUnknownAddresses } from './not-found.ts';
import { buildOpenApi } from './openapi/build-openapi.ts';
import { takeAnythingAsJson } from './parse-json.ts';

/**
 * Mounts a dialect under its prefix, in a scope of its own: whatever goes wrong in there is answered in its shape. Its
 * clients need not say that they send JSON, as those of the vendors need not.
 */
export async function mountDialect(
  app: FastifyInstance,
  houseDoor: Door,
  dialect: MountedDialect,
  { version, publicUrl }: { readonly version: string; readonly publicUrl: string },
): Promise<void> {
  const { prefix, face, operations, title, openApi } = dialect;
  const door: Door = { ...houseDoor, face };
  const info = { title, version, serverUrl: publicUrl + prefix, description: '' };
  const makeText = () => {
    const document = buildOpenApi(operations, info, face.docs && face);
    return JSON.stringify(openApi.adapt?.(document) ?? document);
  };
  await app.register(
    async (scope) => {
      takeAnythingAsJson(scope);
      scope.setErrorHandler((error, request, reply) => answerError(face, request, reply, error));
      mountOperations(scope, door, operations);
      const admit = (request: FastifyRequest, reply: FastifyReply) => admitAnyone(door, request, reply);
      serveText(scope, openApi.path, 'application/json; charset=utf-8', makeText, admit);
      answerUnknownAddresses(scope, door);
    },
    { prefix },
  );
}
