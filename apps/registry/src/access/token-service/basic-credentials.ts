import { OciError } from '@margo-registry/oci';
import { isUtf8 } from 'node:buffer';
import { refuseLogin } from './refused-login.js';

/** A name and a password, of a person or of a program. */
export interface Credentials {
  readonly account: string;
  readonly password: string;
}

const LONGEST_ACCOUNT = 256;
const LONGEST_PASSWORD = 4096;
const CONTROL = /[\u0000-\u001f\u007f]/;

/**
 * Reads `Authorization: Basic …` (RFC 7617, as UTF-8); `undefined` where there is no such header. Whatever else it holds
 * is refused and never taken for an anonymous caller, or a login with a wrong password would look like a success.
 *
 * @throws OciError `unauthorized`
 */
export function parseBasic(header: string | undefined): Credentials | undefined {
  if (header === undefined) return undefined;
  const [, encoded] = /^basic +([A-Za-z0-9+/_-]*={0,2}) *$/i.exec(header) ?? [];
  if (encoded === undefined) throw refuseLogin('Authorization does not hold Basic credentials');
  const text = decode(encoded);
  const colon = text.indexOf(':');
  if (colon < 0) throw refuseLogin('The Basic credentials have no colon between name and password');
  return checkCredentials({ account: text.slice(0, colon), password: text.slice(colon + 1) });
}

/**
 * Refuses what can be nobody's, before anything is computed from it.
 *
 * @throws OciError `unauthorized`
 */
export function checkCredentials(credentials: Credentials): Credentials {
  const { account, password } = credentials;
  if (account === '' || account.length > LONGEST_ACCOUNT || CONTROL.test(account))
    throw refuseLogin(
      `The name is empty, longer than ${LONGEST_ACCOUNT} characters or has control characters`,
    );
  if (password.length > LONGEST_PASSWORD || CONTROL.test(password))
    throw refuseLogin(`The password is longer than ${LONGEST_PASSWORD} characters or has control characters`);
  return credentials;
}

function decode(encoded: string): string {
  const bytes = Buffer.from(encoded, 'base64');
  if (!isUtf8(bytes)) throw refuseLogin('The Basic credentials are not UTF-8');
  return bytes.toString();
}

/** @throws OciError `unauthorized` for a second header: which one counts would be a matter of taste */
export function checkSingleAuthorization(rawHeaders: readonly string[]): void {
  const count = rawHeaders.filter(
    (name, index) => index % 2 === 0 && name.toLowerCase() === 'authorization',
  ).length;
  if (count > 1)
    throw new OciError('unauthorized', {
      message: 'The request carries several Authorization headers. Send one.',
    });
}
