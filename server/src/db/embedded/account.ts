import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The unprivileged user that Postgres runs as where the server is root, as Postgres refuses to be root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const NOBODY: Account = { uid: 65534, gid: 65534 };

/** The account for Postgres, or undefined where our own will do. */
export function postgresAccount(): Account | undefined {
  return process.getuid?.() === 0 ? NOBODY : undefined;
}

/** The topmost folder on the way to `path`, itself included, that the account may not enter; undefined if none. */
export async function firstClosedFolder(path: string, account: Account): Promise<string | undefined> {
  const folders: string[] = [];
  for (let folder = path; ; folder = dirname(folder)) {
    folders.unshift(folder);
    if (folder === dirname(folder)) break;
  }
  for (const folder of folders) {
    if (!(await mayEnter(folder, account))) return folder;
  }
  return undefined;
}

async function mayEnter(folder: string, account: Account): Promise<boolean> {
  const { mode, uid, gid } = await stat(folder);
  if (uid === account.uid) return (mode & 0o100) !== 0;
  if (gid === account.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}
