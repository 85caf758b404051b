/** How one login reaches one database: handed to postgres.js as it is. */
export interface DatabaseLogin {
  readonly host: string;
  readonly port: number;
  /** The whole path of a unix socket; it wins over host and port. */
  readonly path?: string;
  readonly database: string;
  readonly username: string;
  readonly password: string;
  readonly ssl: boolean | 'require' | 'allow' | 'prefer' | 'verify-full';
  /** Startup parameters of the session, `role` among them. */
  readonly connection: Readonly<Record<string, string>>;
}

/** What every command prints while a database is made ready: whole sentences for a person. */
export interface StartLog {
  info(text: string): void;
  warn(text: string): void;
}
