import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import Fastify from 'fastify';

/**
 * Security headers for every face; a page that needs more sets its own in its route. No upgrade to https and no HSTS:
 * a self-hosted house is often reached by plain http in its own network, and the proxy that ends TLS knows better.
 */
const options: FastifyHelmetOptions = {
  global: true,
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      'default-src': ["'self'"],
      'base-uri': ["'none'"],
      'form-action': ["'self'"],
      'frame-ancestors': ["'self'"],
      'img-src': ["'self'", 'data:'],
      'object-src': ["'none'"],
    },
  },
  strictTransportSecurity: false,
  referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
};

/**
 * The headers that Helmet sets, by their names in lower case. They are the same for every answer, and Helmet works them
 * out anew for each, which costs as much as a whole small request: so it is asked once, on an app of its own.
 */
export async function computeSecurityHeaders(): Promise<Record<string, string>> {
  const headers: Record<string, string> = {};
  const app = Fastify();
  await app.register(helmet, options);
  app.get('/', async (_request, reply) => {
    for (const [name, value] of Object.entries(reply.raw.getHeaders())) headers[name] = String(value);
    return '';
  });
  await app.inject('/');
  await app.close();
  return headers;
}
