import { readFileSync } from 'node:fs';

export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** Servers refuse to run as root: then `postgres` runs them, or `nobody`; otherwise whoever runs the tests. */
export function findServerUser(): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const [, , uid, gid] =
    users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody') ?? [];
  if (uid === undefined) throw new Error('There is neither a user postgres nor nobody to run a server as.');
  return { uid: Number(uid), gid: Number(gid) };
}
