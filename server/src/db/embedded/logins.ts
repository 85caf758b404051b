import { join } from 'node:path';
import type { DatabaseLogin } from '../login.ts';
import type { Passwords } from './initialise.ts';
import type { Layout } from './layout.ts';

export interface EmbeddedLogins {
  /** The superuser on the database `postgres`: makes roles and databases. */
  readonly maintenance: DatabaseLogin;
  /** Owns the schema; runs migrations. */
  readonly owner: DatabaseLogin;
  /** What the server works as: owns nothing, bound by row-level security. */
  readonly server: DatabaseLogin;
}

export const DATABASE_NAME = 'foyer';

export function loginsOf(layout: Layout, passwords: Passwords): EmbeddedLogins {
  const common = {
    host: layout.socketDir,
    port: 5432,
    path: join(layout.socketDir, '.s.PGSQL.5432'),
    database: DATABASE_NAME,
    ssl: false,
    connection: {},
  };
  return {
    maintenance: { ...common, database: 'postgres', username: 'foyer_admin', password: passwords.admin },
    owner: { ...common, username: 'foyer_owner', password: passwords.owner },
    server: { ...common, username: 'foyer_server', password: passwords.server },
  };
}
