import type { MountedDialect } from '../http/face.ts';

/** The vendors whose APIs this server answers. A new one is a folder beside this file and a line here. */
export const mountedDialects: readonly MountedDialect[] = [];
