import { OciError } from '@margo-registry/oci';

/** A login that is wrong in a way that the caller may know; that an account exists is none. */
export function refuseLogin(fault: string): OciError {
  return new OciError('unauthorized', { message: `${fault}. Log in again with a name and a password.` });
}

/** The one answer to an unknown account and to a wrong password. */
export function refuseCredentials(): OciError {
  return refuseLogin('The name or the password is wrong');
}
