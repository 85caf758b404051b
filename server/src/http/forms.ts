import type { FastifyInstance, RouteOptions } from 'fastify';

export const FORM_TYPE = 'application/x-www-form-urlencoded';

/** Registers the route in a scope of its own, where what an HTML form sends is taken beside JSON. */
export function mountForm(app: FastifyInstance, route: RouteOptions): void {
  app.register(async (scope) => {
    scope.addContentTypeParser(FORM_TYPE, { parseAs: 'string' }, async (_request: unknown, body: string) =>
      readForm(body),
    );
    scope.route(route);
  });
}

/** A form's fields: texts, or a list where a name came more than once or ends with `[]`, as PHP's forms have it. */
export function readForm(body: string): Record<string, string | string[]> {
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(body)) {
    const key = name.replace(/\[\]$/, '');
    const before = fields.get(key) ?? (key === name ? undefined : []);
    if (Array.isArray(before)) before.push(value);
    fields.set(key, before === undefined ? value : Array.isArray(before) ? before : [before, value]);
  }
  return Object.fromEntries(fields);
}
