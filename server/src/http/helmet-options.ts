import type { FastifyHelmetOptions } from '@fastify/helmet';

/**
 * Security headers for every face; a page that needs more sets its own in its route. No upgrade to https and no HSTS:
 * a self-hosted house is often reached by plain http in its own network, and the proxy that ends TLS knows better.
 */
export const helmetOptions: FastifyHelmetOptions = {
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
