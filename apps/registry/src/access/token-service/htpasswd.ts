import { StartRefused } from '../../start-refused.js';

/** Accounts and the bcrypt hashes of their passwords. */
export type Accounts = ReadonlyMap<string, string>;

/** `$2b$<cost>$<22 characters of salt><31 of hash>`; `2a` and `2y` are the same algorithm under other names. */
const BCRYPT = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;
const LEAST_COST = 4;
/** Beyond it one login takes seconds, and whoever sends wrong passwords occupies the thread that checks them. */
const MOST_COST = 14;

const REMEDY = 'Write its line anew with "margo-registry hash-password <account>".';

/**
 * Reads an htpasswd file: `account:hash` per line, empty lines and `#` comments left out. Only bcrypt is taken.
 *
 * @throws StartRefused with the line, the fault and the remedy; never with a hash
 */
export function parseHtpasswd(text: string, path: string): Accounts {
  const accounts = new Map<string, string>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const { account, hash } = parseLine(line.trimEnd(), `line ${index + 1} of ${path}`);
    if (accounts.has(account))
      throw new StartRefused(`The account "${account}" stands twice in ${path}. Delete one of its lines.`);
    accounts.set(account, hash);
  }
  return accounts;
}

/** What bcrypt costs for this hash: 2 to the power of it. */
export function costOf(hash: string): number {
  return Number(BCRYPT.exec(hash)?.[1]);
}

function parseLine(line: string, place: string): { account: string; hash: string } {
  const colon = line.indexOf(':');
  if (colon < 1) throw new StartRefused(`${capital(place)} is not "account:hash". ${REMEDY}`);
  const [account, hash] = [line.slice(0, colon), line.slice(colon + 1)];
  if (!BCRYPT.test(hash))
    throw new StartRefused(
      `The account "${account}" in ${place} has ${describe(hash)}, and only bcrypt hashes are taken. ${REMEDY}`,
    );
  const cost = costOf(hash);
  if (cost < LEAST_COST || cost > MOST_COST)
    throw new StartRefused(
      `The account "${account}" in ${place} has a bcrypt hash of cost ${cost}; it may be ${LEAST_COST} to ${MOST_COST}. ${REMEDY}`,
    );
  return { account, hash };
}

function describe(hash: string): string {
  if (hash.startsWith('$apr1$')) return 'an MD5 hash ($apr1$)';
  if (hash.startsWith('{SHA}')) return 'a SHA-1 hash ({SHA})';
  if (/^\$[56]\$/.test(hash)) return 'a SHA-2 crypt hash';
  if (/^\$2[aby]\$/.test(hash)) return 'a bcrypt hash that is cut off or changed';
  return 'a hash of another kind, or a password in clear text';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
